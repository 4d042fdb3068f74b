import type { WebClient } from '@slack/web-api';

/** The workspace in which AISM is installed. */
export interface OwnTeam {
  /** Asks Slack; throws what it answers. */
  learn(): Promise<void>;
  /** Its ids; undefined while Slack has not told yet, and then it is asked behind the scenes: a click cannot wait for it. */
  ids(): ReadonlySet<string> | undefined;
}

/** Learns the team from auth.test, once. In an Enterprise Grid people may come with the organisation's id. */
export function ownTeam(client: WebClient): OwnTeam {
  let known: ReadonlySet<string> | undefined;
  let isAsking = false;

  async function learn(): Promise<void> {
    const { team_id, enterprise_id } = await client.auth.test();
    known = new Set([team_id, enterprise_id].filter((id): id is string => typeof id === 'string'));
  }

  return {
    learn,
    ids() {
      if (!known && !isAsking) {
        isAsking = true;
        void learn()
          .catch(() => undefined)
          .finally(() => {
            isAsking = false;
          });
      }
      return known;
    },
  };
}
