import { ImportError } from './import-error.ts';

const GZIP = Buffer.from([0x1f, 0x8b]);
/** The byte order marks of UTF-16, which spreadsheets write for "Unicode text". */
const WIDE_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/** Throws ImportError when a file begins as compressed files do, or as those whose characters take two bytes. */
export function requireUtf8(beginning: Buffer, path: string): void {
  const mark = beginning.subarray(0, 2);
  if (mark.equals(GZIP)) throw new ImportError(`${path} is compressed by gzip. Let its name end with .gz.`);
  if (WIDE_MARKS.some((wide) => mark.equals(wide))) {
    throw new ImportError(`${path} is UTF-16 text. Save it as UTF-8; in a spreadsheet: as "CSV UTF-8".`);
  }
}
