import { describe, expect, it } from 'vitest';
import type { LogLevel } from './pino-logger.ts';
import { createPinoLogger } from './pino-logger.ts';

function loggerTo(level: LogLevel = 'info') {
  const lines: string[] = [];
  return { lines, logger: createPinoLogger(level, { write: (line: string) => lines.push(line) }) };
}

describe('the logger', () => {
  it('writes one JSON document a line', () => {
    const { lines, logger } = loggerTo();
    logger.info({ correlation_id: 'c-1', order: 'o-1' }, 'order placed');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: 'info',
      service: 'bourse',
      correlation_id: 'c-1',
      order: 'o-1',
      message: 'order placed',
    });
    expect(lines[0]).toMatch(/"time":"\d{4}-\d{2}-\d{2}T[^"]*Z"/);
  });

  it('writes nothing below its level', () => {
    const { lines, logger } = loggerTo('warn');
    logger.info({}, 'not this');
    logger.warn({}, 'but this');
    logger.error({}, 'and this');
    expect(lines).toHaveLength(2);
  });

  it('masks fields that are named like secrets, wherever they stand', () => {
    const { lines, logger } = loggerTo();
    const secrets = { password: 's3cret', authorization: 's3cret', 'x-api-key': 's3cret', refresh_token: 's3cret' };
    logger.info({ ...secrets, headers: secrets, request: { headers: secrets } }, 'request');
    expect(lines[0]).not.toContain('s3cret');
    expect(lines[0]).toContain('[masked]');
  });

  it('writes errors with their causes, and nothing of what drivers hang on them', () => {
    const { lines, logger } = loggerTo();
    const driver = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (email)=(ada@example.com)',
    });
    logger.error({ err: new Error('could not save', { cause: driver }), error: 'just text' }, 'request failed');
    const { err, error } = JSON.parse(lines[0]!) as { err: unknown; error: unknown };
    expect(err).toMatchObject({ message: 'could not save', cause: { message: 'duplicate key', code: '23505' } });
    expect(error).toBe('just text');
    expect(lines[0]).not.toContain('ada@example.com');
  });

  it('follows a circle of causes only so far', () => {
    const { lines, logger } = loggerTo();
    const error = new Error('it was me');
    error.cause = error;
    logger.error({ err: error }, 'request failed');
    expect(lines).toHaveLength(1);
  });
});
