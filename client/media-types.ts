/** The media type of lines of JSON. */
export const NDJSON = 'application/x-ndjson';
