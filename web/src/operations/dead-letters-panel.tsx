import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Watched } from '../api/watched.tsx';
import { Badge } from '../design/badge.tsx';
import { countText } from '../design/decimal-text.ts';
import { Panel } from '../design/panel.tsx';
import { Empty } from '../design/states.tsx';
import { momentText } from '../design/time-text.ts';
import classes from './operations.module.css';
import type { DeadLetter } from './operations.ts';
import { deadLettersQuery } from './operations.ts';

/** Records that could not be processed, with why. */
export function DeadLettersPanel(): ReactNode {
  const query = useQuery(deadLettersQuery);
  return (
    <Panel title="Dead letters" className={classes['whole']}>
      <Watched what="the dead letters" query={query}>
        {({ items, next_cursor: next }) =>
          items.length === 0 ? (
            <Empty title="There are no dead letters.">Every record could be processed.</Empty>
          ) : (
            <>
              <ul className={classes['letters']}>
                {items.map((letter) => (
                  <li key={letter.id}>
                    <Letter letter={letter} />
                  </li>
                ))}
              </ul>
              {next === null ? null : (
                <p className={classes['note']}>Only the newest {countText(items.length)} are shown.</p>
              )}
            </>
          )
        }
      </Watched>
    </Panel>
  );
}

function Letter({ letter }: { readonly letter: DeadLetter }): ReactNode {
  const { group, topic, partition, position, key, reason, step, payload, payload_length: length } = letter;
  return (
    <details>
      <summary>
        <Badge tone="bad">{step}</Badge>
        <b>{topic}</b>
        <span>{reason}</span>
        <span className={classes['when']}>{momentText(letter.first_seen_at)}</span>
      </summary>
      <dl className={classes['facts']}>
        <dt>Key</dt>
        <dd>{key}</dd>
        <dt>Consumers</dt>
        <dd>{group}</dd>
        <dt>Place</dt>
        <dd>
          partition {partition}, position {position}
        </dd>
      </dl>
      <pre>
        {payload}
        {payload.length < length ? ` … (${countText(length)} characters)` : ''}
      </pre>
    </details>
  );
}
