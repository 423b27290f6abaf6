import type { DragEvent, ReactNode } from 'react';
import { useId, useState } from 'react';
import type { FilePreview } from './file-preview.ts';
import { previewOf } from './file-preview.ts';
import classes from './upload.module.css';

/** Takes a file, from the dialog of the system or dropped here. */
export function FileChooser({ onPreview }: { readonly onPreview: (preview: FilePreview) => void }): ReactNode {
  const id = useId();
  const [fault, setFault] = useState<string | null>(null);

  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setFault(null);
    try {
      const preview = await previewOf(file);
      if (typeof preview === 'string') setFault(preview);
      else onPreview(preview);
    } catch {
      setFault(`${file.name} cannot be read. Was it moved or changed?`);
    }
  };

  return (
    <div
      className={classes['chooser']}
      onDragOver={(event) => {
        event.preventDefault();
      }}
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        void take(event.dataTransfer.files[0]);
      }}
    >
      <label htmlFor={id}>CSV file</label>
      <input
        id={id}
        type="file"
        accept=".csv,.txt,.tsv,text/csv,text/plain"
        aria-describedby={`${id}-help`}
        onChange={(event) => void take(event.currentTarget.files?.[0])}
      />
      <p id={`${id}-help`} className={classes['help']}>
        Choose a file or drop it here. The first line names the columns: Trade Id, Version, Counter-Party Id, Book-Id,
        Maturity Date, Created Date. Other names can be assigned. Dates are written 2027-05-20 or 20/05/2027. Nothing is
        sent before you have seen it.
      </p>
      <p className={classes['fault']} role="alert">
        {fault}
      </p>
    </div>
  );
}
