import { type ReactNode, useEffect } from 'react';
import { Blocks } from '../blocks/block-view.tsx';
import { SurfaceContext } from '../blocks/surface.ts';
import { calls } from '../state/sandbox-calls.ts';
import type { SandboxHome } from '../state/sandbox-state.ts';
import { useWorkspace } from '../state/workspace.ts';
import { useLiveSurface } from './use-live-surface.ts';

/** AISM's App Home, as this person sees it. Opening it tells the bot, which publishes it anew. */
export function HomeTab({ view }: { view: SandboxHome | undefined }): ReactNode {
  const { me, told } = useWorkspace();
  useEffect(() => {
    void told(calls.home(me.id));
  }, [me.id, told]);
  return (
    <div className="home">
      {view === undefined ? <p className="quiet">AISM has published nothing here yet.</p> : <HomeView view={view} />}
    </div>
  );
}

function HomeView({ view }: { view: SandboxHome }): ReactNode {
  const surface = useLiveSurface('view_id', view.id);
  return (
    <SurfaceContext value={surface}>
      <Blocks blocks={view.blocks} />
    </SurfaceContext>
  );
}
