import { type ReactNode, useState } from 'react';
import { Icon } from '../parts/icons.tsx';
import { usePopover } from '../parts/use-popover.ts';
import { calls } from '../state/sandbox-calls.ts';
import type { Fault, Faults } from '../state/sandbox-state.ts';
import { useWorkspace } from '../state/workspace.ts';

interface Switch {
  name: string;
  label: string;
  about: string;
  service: keyof Faults;
  fault: Fault;
}

const SWITCHES: readonly Switch[] = [
  { name: 'ec2-down', label: 'EC2 down', about: 'no connection', service: 'ec2', fault: { down: true } },
  {
    name: 'ec2-throttled',
    label: 'EC2 throttled',
    about: '9 of 10 calls: RequestLimitExceeded',
    service: 'ec2',
    fault: { errorRate: 0.9, code: 'RequestLimitExceeded' },
  },
  { name: 'slack-down', label: 'Slack down', about: 'no card can be sent', service: 'slack', fault: { down: true } },
  { name: 'dynamodb-down', label: 'DynamoDB down', about: 'no ledger', service: 'dynamodb', fault: { down: true } },
];

/** Switches that break the world around AISM. */
export function FaultsMenu({ faults }: { faults: Faults }): ReactNode {
  const { told } = useWorkspace();
  const [busy, setBusy] = useState(false);
  const { triggerProps, panelProps } = usePopover<HTMLDivElement>('end', (panel) =>
    panel.querySelector('input')?.focus(),
  );
  const on = SWITCHES.filter((each) => isOn(faults, each));

  async function flip(each: Switch): Promise<void> {
    setBusy(true);
    await told(calls.faults(flipped(faults, each)));
    setBusy(false);
  }

  return (
    <>
      <button
        type="button"
        className={`button bar-button ${on.length > 0 ? 'bar-button-alarm' : ''}`}
        aria-haspopup="dialog"
        data-control="faults"
        {...triggerProps}
      >
        <Icon name="plug" />{' '}
        <span className="bar-word">{on.length === 0 ? 'Faults' : on.map(({ label }) => label).join(', ')}</span>
      </button>
      <div {...panelProps} className="popover faults" role="dialog" aria-label="Faults">
        <p className="faults-head">Break the world around AISM</p>
        {SWITCHES.map((each) => (
          <label key={each.name} className="fault">
            <input
              type="checkbox"
              role="switch"
              checked={isOn(faults, each)}
              aria-checked={isOn(faults, each)}
              aria-busy={busy}
              data-fault={each.name}
              onChange={() => {
                if (!busy) void flip(each);
              }}
            />
            <span>
              {each.label}
              <span className="menu-about">{each.about}</span>
            </span>
          </label>
        ))}
      </div>
    </>
  );
}

function isOn(faults: Faults, { service, fault }: Switch): boolean {
  const now = faults[service];
  return fault.down === true ? now?.down === true : (now?.errorRate ?? 0) > 0;
}

/** The faults with one switch flipped; what else was set (latency, say) stays. */
function flipped(faults: Faults, each: Switch): Faults {
  const kept: Fault = { ...faults[each.service] };
  if (isOn(faults, each)) {
    if (each.fault.down === true) delete kept.down;
    else {
      delete kept.errorRate;
      delete kept.code;
    }
  } else Object.assign(kept, each.fault);
  const { [each.service]: _old, ...others } = faults;
  return Object.keys(kept).length === 0 ? others : { ...others, [each.service]: kept };
}
