import { FORMATS } from './formats.ts';

/**
 * How schemas are checked. Nothing is bent into shape: a number is not a text, and an unknown field is a fault. All faults are told, not the
 * first.
 */
export const validationOptions = {
  customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true, useDefaults: true },
  onCreate: addFormats,
} as const;

function addFormats(ajv: { addFormat(name: string, validate: (text: string) => boolean): unknown }): void {
  for (const [name, { accepts }] of Object.entries(FORMATS)) ajv.addFormat(name, accepts);
}
