import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Panel } from '../../design/panel.tsx';
import { useValue } from '../../design/value-store.ts';
import { View } from '../../design/view.tsx';
import { FileChooser } from './file-chooser.tsx';
import type { FilePreview } from './file-preview.ts';
import { PreviewPanel } from './preview-panel.tsx';
import { ProgressPanel } from './progress-panel.tsx';
import { RejectedPanel } from './rejected-panel.tsx';
import { forgetUpload, startUpload, upload } from './upload-store.ts';

/** Uploads a file of trades: chosen, looked at, sent, and what was rejected mended and sent again. */
export function UploadView(): ReactNode {
  const state = useValue(upload);
  const [preview, setPreview] = useState<FilePreview | null>(null);
  return (
    <View title="Upload trades" actions={<Link to="/trades">All trades</Link>}>
      {state !== null ? (
        <>
          <ProgressPanel state={state} onAnother={forgetUpload} />
          {state.rejected.length === 0 ? null : <RejectedPanel state={state} />}
        </>
      ) : preview === null ? (
        <Panel title="File">
          <FileChooser onPreview={setPreview} />
        </Panel>
      ) : (
        <PreviewPanel
          preview={preview}
          onChange={setPreview}
          onStart={(asHistory) => {
            setPreview(null);
            startUpload(preview, asHistory);
          }}
          onBack={() => setPreview(null)}
        />
      )}
    </View>
  );
}
