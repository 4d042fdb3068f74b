import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const settingsSchema = z.object({
  webhookToken: z.string(),
  signingSecret: z.string(),
  botToken: z.string(),
  appToken: z.string(),
  /** How far the application's clock runs ahead. Milliseconds. */
  clockOffsetMs: z.number(),
  /** Where EC2 and DynamoDB listened; tried first at the next start. */
  ports: z.object({ ec2: z.number(), dynamodb: z.number() }),
});

export type Settings = z.infer<typeof settingsSchema>;

/** What a sandbox keeps for the next start: its secrets, its clock, its ports. */
export function openSettings(file: string): { settings: Settings; save(): void } {
  const settings = existsSync(file) ? settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : fresh();
  const save = () => {
    writeFileSync(`${file}.new`, JSON.stringify(settings, null, 2), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  };
  save();
  return { settings, save };
}

function fresh(): Settings {
  const random = () => randomBytes(24).toString('hex');
  return {
    webhookToken: random(),
    signingSecret: random(),
    botToken: `xoxb-sandbox-${random()}`,
    appToken: `xapp-sandbox-${random()}`,
    clockOffsetMs: 0,
    ports: { ec2: 0, dynamodb: 0 },
  };
}
