import { isUtf8 } from 'node:buffer';
import type { InputLine, TradeFields } from './input-line.ts';
import { MAX_LINE_BYTES, NOT_UTF_8, tooLong, unreadable } from './input-line.ts';
import type { LineBlock, PhysicalLine } from './line-blocks.ts';
import { isBlank, lineAt, placeBehind } from './line-blocks.ts';
import type { TradeField } from '@bourse/client/trade-fields.ts';
import type { ColumnMeaning } from './trade-columns.ts';

/** Reads the lines of a block as JSON objects. A line that is none is answered with its fault, and reading goes on behind it. */
export function* ndjsonLines(block: LineBlock, meaningOf: ColumnMeaning): Generator<InputLine> {
  const { bytes } = block;
  let line = lineAt(bytes, 0, block.from.line);
  while (line !== undefined) {
    if (!isBlank(bytes, line)) yield inputLine(block, line, meaningOf);
    line = lineAt(bytes, line.end, line.line + 1);
  }
}

function inputLine(block: LineBlock, line: PhysicalLine, meaningOf: ColumnMeaning): InputLine {
  const bytes = block.bytes.subarray(line.start, line.end);
  const next = placeBehind(block, line);
  if (bytes.length > MAX_LINE_BYTES) return tooLong(line.line, next, bytes);
  if (!isUtf8(bytes)) return unreadable(line.line, next, bytes, NOT_UTF_8);
  const text = bytes.toString('utf8').trim();
  return { line: line.line, next, cells: [text], content: contentOf(text, meaningOf) };
}

function contentOf(text: string, meaningOf: ColumnMeaning): InputLine['content'] {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { fault: 'the line is not a JSON object' };
  }
  const fields: Partial<Record<TradeField, unknown>> = {};
  for (const [name, given] of Object.entries(value)) {
    const field = meaningOf(name);
    if (field === undefined) return { fault: `the field ${JSON.stringify(name)} means nothing to Bourse` };
    if (field === null) continue;
    if (Object.hasOwn(fields, field)) return { fault: `${field} is given more than once` };
    // Left empty, as in a cell of a CSV file.
    if (given !== '') fields[field] = given;
  }
  return { fields: fields satisfies TradeFields };
}

/** Undefined when it is no JSON, which no JSON is read as. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
