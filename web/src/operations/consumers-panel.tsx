import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Watched } from '../api/watched.tsx';
import { Badge } from '../design/badge.tsx';
import { countText } from '../design/decimal-text.ts';
import { Panel } from '../design/panel.tsx';
import classes from './operations.module.css';
import { operationsQuery } from './operations.ts';

/** How far each group of consumers is behind. */
export function ConsumersPanel(): ReactNode {
  const query = useQuery(operationsQuery);
  return (
    <Panel title="Consumers">
      <Watched what="the consumers" query={query}>
        {({ now }) => (
          <div className={classes['scroller']}>
            <table className={classes['table']} aria-label="Consumers">
              <thead>
                <tr>
                  <th scope="col">Group</th>
                  <th scope="col" className={classes['detail']}>
                    Topic
                  </th>
                  <th scope="col" className={classes['end']}>
                    Partitions
                  </th>
                  <th scope="col" className={classes['end']}>
                    Lag
                  </th>
                  <th scope="col">State</th>
                </tr>
              </thead>
              <tbody>
                {now.consumers.map(({ group, topic, partitions, lag_records: lag }) => (
                  <tr key={`${group} ${topic}`}>
                    <th scope="row">{group}</th>
                    <td className={classes['detail']}>{topic}</td>
                    <td className={classes['end']}>{countText(partitions)}</td>
                    <td className={classes['end']}>{countText(lag)}</td>
                    <td>
                      {lag === 0 ? (
                        <Badge tone="good">caught up</Badge>
                      ) : (
                        <Badge tone="warn">{countText(lag)} behind</Badge>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Watched>
    </Panel>
  );
}
