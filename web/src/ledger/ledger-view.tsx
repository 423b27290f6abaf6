import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Listed } from '../api/listed.tsx';
import { Badge } from '../design/badge.tsx';
import { CutText } from '../design/cut-text.tsx';
import { DataTable } from '../design/data-table.tsx';
import { moneyText, quantityText } from '../design/decimal-text.ts';
import { Panel } from '../design/panel.tsx';
import { Empty } from '../design/states.tsx';
import type { TableColumn } from '../design/table-column.ts';
import { decimalKey } from '../design/table-column.ts';
import { momentText } from '../design/time-text.ts';
import { AlignedChange, AlignedMoney } from '../design/values.tsx';
import { View } from '../design/view.tsx';
import type { JournalTransaction } from './account.ts';
import { transactions } from './account.ts';
import { sumOf } from './worth.ts';

/** The journal of the account: every movement of cash and shares with the entries that explain it. */
export function LedgerView(): ReactNode {
  return (
    <View title="Ledger" fills>
      <Panel title="Journal">
        <Listed what="the journal" list={transactions} loadingRows={12}>
          {(rows, more) => (
            <DataTable
              label="Ledger"
              rows={rows}
              columns={COLUMNS}
              rowKey={({ id }) => id}
              more={more}
              empty={
                <Empty title="Nothing has moved yet.">
                  <Link to="/account">Deposit cash to begin</Link>
                </Empty>
              }
            />
          )}
        </Listed>
      </Panel>
    </View>
  );
}

/** What a movement changed in all cash of the account, held cash included. */
function cashChange({ entries }: JournalTransaction): string {
  return sumOf(entries.filter(({ account, asset }) => isOwn(account) && asset === 'USD').map(({ amount }) => amount));
}

/** Amounts as the API wrote them: writing them in a reader's language takes most of the time of a filter or an export. */
function entriesText({ entries }: JournalTransaction): string {
  return entries.map(({ account, amount, asset }) => `${account} ${amount} ${asset}`).join(' · ');
}

/** In a reader's language; a line ends between two entries only. */
function readableEntries({ entries }: JournalTransaction): string {
  return entries
    .map(({ account, amount, asset }) =>
      [account, asset === 'USD' ? moneyText(amount) : quantityText(amount), asset].join(NO_BREAK_SPACE),
    )
    .join(' · ');
}

const NO_BREAK_SPACE = '\u00a0';

function isOwn(account: string): boolean {
  return account === 'available' || account === 'held';
}

const COLUMNS: readonly TableColumn<JournalTransaction>[] = [
  {
    id: 'recorded_at',
    header: 'Time',
    width: 'minmax(11rem, 12rem)',
    text: ({ recorded_at: at }) => at,
    cell: ({ recorded_at: at }) => momentText(at),
    shown: 'wide',
  },
  {
    id: 'kind',
    header: 'Movement',
    width: 'minmax(5.75rem, 7rem)',
    text: ({ kind }) => kind,
    cell: ({ kind }) => <Badge>{kind}</Badge>,
  },
  { id: 'symbol', header: 'Symbol', width: 'minmax(3.9rem, 6rem)', text: ({ symbol }) => symbol ?? '' },
  {
    id: 'cash_change',
    header: 'Cash',
    width: 'minmax(8rem, 10rem)',
    align: 'decimal',
    text: cashChange,
    sortKey: (transaction) => decimalKey(cashChange(transaction)),
    cell: (transaction) => <AlignedChange value={cashChange(transaction)} />,
  },
  {
    id: 'cash_after',
    header: 'Cash after',
    width: 'minmax(7rem, 9rem)',
    align: 'decimal',
    text: ({ cash_after: cash }) => cash,
    sortKey: ({ cash_after: cash }) => decimalKey(cash),
    cell: ({ cash_after: cash }) => <AlignedMoney value={cash} />,
    shown: 'wide',
  },
  {
    id: 'entries',
    header: 'Entries',
    width: 'minmax(26rem, 3fr)',
    text: entriesText,
    cell: (transaction) => <CutText text={readableEntries(transaction)} />,
    shown: 'wide',
    wraps: 'always',
  },
  { id: 'id', header: 'Number', width: '6rem', text: ({ id }) => id, shown: 'on-demand' },
  {
    id: 'reference',
    header: 'Because of',
    width: 'minmax(19rem, 1fr)',
    text: ({ reference }) => reference,
    shown: 'on-demand',
  },
  { id: 'hash', header: 'Hash', width: 'minmax(12rem, 1fr)', text: ({ hash }) => hash, shown: 'on-demand' },
];
