import type { ContextBlock, KnownBlock, SectionBlock } from '@slack/types';
import type { ReactNode } from 'react';
import { ElementView } from '../elements/element-view.tsx';
import { RichText } from '../text/rich-text.tsx';
import { Plain, Text } from '../text/text-object.tsx';
import { withKeys } from '../text/with-keys.tsx';
import { InputBlockView } from './input-block.tsx';
import { Picture } from './picture.tsx';
import { TableView } from './table-block.tsx';

/** Draws the blocks of a message or a view, live. */
export function Blocks({ blocks }: { blocks: readonly KnownBlock[] }): ReactNode {
  return (
    <div className="blocks">
      {blocks.map((block, place) => (
        <BlockView key={block.block_id ?? place} block={block} blockId={block.block_id ?? `block-${place}`} />
      ))}
    </div>
  );
}

function BlockView({ block, blockId }: { block: KnownBlock; blockId: string }): ReactNode {
  switch (block.type) {
    case 'header':
      return (
        <h3 className="block block-header">
          <Plain text={block.text.text} emoji={block.text.emoji} />
        </h3>
      );
    case 'section':
      return <Section block={block} blockId={blockId} />;
    case 'context':
      return <Context block={block} />;
    case 'divider':
      return <hr className="block block-divider" />;
    case 'rich_text':
      return (
        <div className="block">
          <RichText block={block} />
        </div>
      );
    case 'image':
      return (
        <figure className="block block-image">
          {block.title !== undefined && (
            <figcaption>
              <Plain text={block.title.text} />
            </figcaption>
          )}
          <Picture image={block} size="block" />
        </figure>
      );
    case 'actions':
      return (
        <div className="block block-actions">
          {block.elements.map((element, place) => (
            <ElementView
              key={`${element.action_id}-${place.toString()}`}
              element={element}
              blockId={blockId}
              dispatches
            />
          ))}
        </div>
      );
    case 'input':
      return <InputBlockView block={block} blockId={blockId} />;
    case 'table':
      return <TableView block={block} />;
    case 'markdown':
      return (
        <div className="block text">
          <p>{block.text}</p>
        </div>
      );
    default:
      return <p className="block not-drawn">A block of type {block.type} is not drawn in the sandbox</p>;
  }
}

function Section({ block, blockId }: { block: SectionBlock; blockId: string }): ReactNode {
  return (
    <div className="block block-section">
      <div className="section-text">
        {block.text !== undefined && <Text text={block.text} />}
        {block.fields !== undefined && (
          <div className="fields">
            {withKeys(block.fields, (field) => (
              <div className="field">
                <Text text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {block.accessory !== undefined && (
        <div className="section-accessory">
          <ElementView element={block.accessory} blockId={blockId} dispatches />
        </div>
      )}
    </div>
  );
}

function Context({ block }: { block: ContextBlock }): ReactNode {
  return (
    <div className="block block-context">
      {withKeys(block.elements, (element) =>
        element.type === 'image' ? <Picture image={element} size="context" /> : <Text text={element} />,
      )}
    </div>
  );
}
