import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { countText } from '../../design/decimal-text.ts';
import { Panel } from '../../design/panel.tsx';
import { explanationOf } from '../../design/states.tsx';
import type { UploadState } from './upload-store.ts';
import { cancelUpload, goOnWithUpload, MAX_REJECTED } from './upload-store.ts';
import classes from './upload.module.css';

const WORDS: Readonly<Record<UploadState['phase'], string>> = {
  sending: 'Sending …',
  waiting: 'Waiting: Bourse does not take it just now. Nothing is lost; what was sent is not sent twice over.',
  done: 'All of it has been sent.',
  cancelled: 'Cancelled. What is stored stays stored; trades that were just being sent may be stored too.',
  'too-many-rejected': `Stopped: more than ${countText(MAX_REJECTED)} lines were rejected. Look at the columns and the dates, and send the file again.`,
};

/** How far an upload is, and what became of its lines. */
export function ProgressPanel({
  state,
  onAnother,
}: {
  readonly state: UploadState;
  readonly onAnother: () => void;
}): ReactNode {
  const { phase, name, fraction, stored, rejected, error } = state;
  const isUnderWay = phase === 'sending' || phase === 'waiting';
  const percent = Math.floor(fraction * 100);
  return (
    <Panel title={name}>
      <div className={classes['progress']}>
        <progress aria-label={`Upload of ${name}`} max={100} value={percent} />
        <span>{percent}%</span>
      </div>
      <p className={classes['counts']} role="status">
        <b>{countText(stored)}</b> stored, <b>{countText(rejected.length)}</b> rejected. {WORDS[phase]}
      </p>
      <p className={classes['fault']} role="alert">
        {error === null ? '' : explanationOf(error)}
      </p>
      <div className={classes['buttons']}>
        {phase === 'waiting' ? <Button onClick={goOnWithUpload}>Go on</Button> : null}
        {isUnderWay ? (
          <Button variant="default" onClick={cancelUpload}>
            Cancel
          </Button>
        ) : (
          <Button variant="default" onClick={onAnother}>
            Another file
          </Button>
        )}
      </div>
    </Panel>
  );
}
