import type { TableBlock } from '@slack/types';
import type { ReactNode } from 'react';
import { RichText } from '../text/rich-text.tsx';

type Cell = TableBlock['rows'][number][number];

/** A table, whose first row is its head; wide ones scroll by themselves. */
export function TableView({ block }: { block: TableBlock }): ReactNode {
  const [head = [], ...rows] = block.rows;
  const alignOf = (column: number) => `align-${block.column_settings?.[column]?.align ?? 'left'}`;
  return (
    <div className="block block-table">
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column.toString()} scope="col" className={alignOf(column)}>
                <CellView cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place.toString()}>
              {row.map((cell, column) => (
                <td key={column.toString()} className={alignOf(column)}>
                  <CellView cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CellView({ cell }: { cell: Cell }): ReactNode {
  if (cell.type === 'rich_text') return <RichText block={cell} />;
  return 'text' in cell ? cell.text : '';
}
