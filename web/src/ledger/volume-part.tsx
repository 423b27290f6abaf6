import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useId, useMemo, useState } from 'react';
import { moneyText } from '../design/decimal-text.ts';
import { dayText, momentText } from '../design/time-text.ts';
import type { Execution } from './execution.ts';
import { volumeByDay, volumeBySymbol } from './volume.ts';
import classes from './volume.module.css';

/**
 * What fills come to, by symbol or by day: each a bar, and in exact numbers. `since`: the moment that they reach back to when there are older
 * ones, which are not here; null when these are all.
 */
export function VolumePart({
  fills,
  since,
}: {
  readonly fills: readonly Execution[];
  readonly since: string | null;
}): ReactNode {
  const id = useId();
  const [isByDay, setByDay] = useState(false);
  const counters = useMemo(() => ({ day: volumeByDay(dayText), symbol: volumeBySymbol() }), []);
  const counter = isByDay ? counters.day : counters.symbol;
  const volumes = useMemo(() => counter.volumesOf(fills), [counter, fills]);
  return (
    <section className={classes['volume']} aria-labelledby={id}>
      <header className={classes['head']}>
        <h3 id={id}>Volume in USD</h3>
        <span className={classes['note']}>
          {since === null ? 'of all fills' : `since ${momentText(since)}; older fills are not loaded`}
        </span>
        <SegmentedControl
          size="xs"
          aria-label="What the volume is shown by"
          data={GROUPINGS}
          value={isByDay ? 'day' : 'symbol'}
          onChange={(value) => setByDay(value === 'day')}
        />
      </header>
      <ul className={classes['parts']} tabIndex={0} aria-label={isByDay ? 'Volume by day' : 'Volume by symbol'}>
        {volumes.map(({ name, bought, sold, total, boughtPercent, soldPercent }) => (
          <li key={name} className={classes['part']}>
            <span>{name}</span>
            <b>{moneyText(total)}</b>
            <span className={classes['track']} aria-hidden="true">
              <span className={classes['bought']} style={{ width: `${boughtPercent}%` }} />
              <span className={classes['sold']} style={{ width: `${soldPercent}%` }} />
            </span>
            <span className={classes['sides']}>
              bought {moneyText(bought)} · sold {moneyText(sold)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const GROUPINGS = [
  { value: 'symbol', label: 'by symbol' },
  { value: 'day', label: 'by day' },
];
