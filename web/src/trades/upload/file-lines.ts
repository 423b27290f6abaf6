/** How far a file has been read. */
export interface ReadProgress {
  /** Bytes of the file that have been read. */
  bytes: number;
}

const BYTE_ORDER_MARK = /^\ufeff/;

/** The text of a file as it is read, piece by piece; `progress` is kept up to date. Bytes that are not UTF-8 become U+FFFD. */
export async function* textOf(file: Blob, progress: ReadProgress): AsyncGenerator<string> {
  const reader = file.stream().getReader();
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const isFirst = progress.bytes === 0;
      progress.bytes += value.byteLength;
      const text = decoder.decode(value, { stream: true });
      yield isFirst ? text.replace(BYTE_ORDER_MARK, '') : text;
    }
    yield decoder.decode();
  } finally {
    await reader.cancel();
  }
}
