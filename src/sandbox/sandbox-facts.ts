import { HOST, REGION, type Servers } from './open-servers.ts';
import { HOME_CHANNEL } from './slack/world.ts';

/** What `aism sandbox --json` prints: where everything is. URLs are whole. */
export interface SandboxFacts {
  page: string;
  alerts: string;
  slack: string;
  ec2: string;
  sts: string;
  dynamodb: string;
  webhookToken: string;
  signingSecret: string;
  botToken: string;
  appToken: string;
  channel: string;
  networkAclId: string;
  table: string;
  region: string;
}

/** The facts once the main port is known. `bot` is where the bot listens. */
export function sandboxFacts(servers: Servers, port: number, bot: string | undefined): SandboxFacts {
  const { settings, urls, ec2 } = servers;
  const base = `http://${HOST}:${port}`;
  return {
    page: `${base}/`,
    alerts: `${bot ?? base}/alerts/elastalert`,
    slack: urls.slack(),
    ec2: urls.ec2,
    // One server is both: what is signed for STS is answered by STS.
    sts: urls.ec2,
    dynamodb: urls.dynamodb,
    webhookToken: settings.webhookToken,
    signingSecret: settings.signingSecret,
    botToken: settings.botToken,
    appToken: settings.appToken,
    channel: HOME_CHANNEL,
    networkAclId: ec2.networkAclId,
    table: 'aism',
    region: REGION,
  };
}
