import { expect, it } from 'vitest';
import { readSettings } from './settings-codec.ts';

it.each(['127.0.0.1', '::1', 'localhost'])('lets the demo listen on %s', (host) => {
  expect(readSettings({ BOURSE_DEMO: 'true', BOURSE_HOST: host }).host).toBe(host);
});

it.each(['0.0.0.0', '::', '192.0.2.7', 'localhost.example.com'])(
  'keeps the passwords of the demo from whoever could come to %s',
  (host) => {
    expect(() => readSettings({ BOURSE_DEMO: 'true', BOURSE_HOST: host })).toThrow('BOURSE_HOST must be 127.0.0.1');
    expect(() => readSettings({ BOURSE_DEMO: 'false', BOURSE_HOST: host })).not.toThrow();
  },
);
