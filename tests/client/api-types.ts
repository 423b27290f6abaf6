import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import type { OpenAPI3 } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { ProblemSchema } from '@bourse/entrypoints/http/schemas/problem-schema.ts';
import { createMemoryHttpApp } from '@bourse/entrypoints/http/testing/memory-http-app.ts';

/** Where the types of the client are kept. */
export const API_TYPES_FILE = fileURLToPath(new URL('../../client/generated/api-types.ts', import.meta.url));

interface Documents {
  readonly openApi: OpenAPI3;
  readonly asyncApi: { readonly components: { readonly schemas: NonNullable<OpenAPI3['components']>['schemas'] } };
}

/** Writes the types of the client from the descriptions of the API and of the stream, as the server serves them. */
export async function apiTypes(): Promise<string> {
  const { openApi, asyncApi } = await documents();
  const schemas = { ...asyncApi.components.schemas, Problem: ProblemSchema };
  const document: OpenAPI3 = {
    ...withProblemsByName(openApi),
    components: { schemas } as OpenAPI3['components'] & object,
  };
  // Not immutable: openapi-fetch takes a readonly list for an object and loses what is in it.
  const types = astToString(await openapiTS(document));
  const text = `${HEAD}\n${types}\n${idempotentText(openApi)}`;
  return format(text, { ...(await resolveConfig(API_TYPES_FILE)), parser: 'typescript' });
}

async function documents(): Promise<Documents> {
  const { app } = await createMemoryHttpApp();
  try {
    const read = async (url: string): Promise<unknown> => (await app.inject({ url })).json();
    return { openApi: await read('/openapi.json'), asyncApi: await read('/asyncapi.json') } as Documents;
  } finally {
    await app.close();
  }
}

/** Each of some hundred answers says what a problem is; once is enough. */
function withProblemsByName(openApi: OpenAPI3): OpenAPI3 {
  const problem = JSON.stringify(ProblemSchema);
  const named = (_name: string, value: unknown): unknown =>
    JSON.stringify(value) === problem ? { $ref: '#/components/schemas/Problem' } : value;
  return JSON.parse(JSON.stringify(openApi, named)) as OpenAPI3;
}

const HEAD =
  '// Made by "npm run generate:client" from the descriptions that the server serves. Change those, not this file.\n';

/** The operations that take an Idempotency-Key, which are the writes that can be sent again without harm. */
function idempotentText({ paths = {} }: OpenAPI3): string {
  const names = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, { readonly parameters?: readonly { readonly name: string }[] }>)
      .filter(([, { parameters = [] }]) => parameters.some(({ name }) => name === 'idempotency-key'))
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  );
  return `
/** The operations that take an Idempotency-Key. */
export const IDEMPOTENT_OPERATIONS: ReadonlySet<string> = new Set(${JSON.stringify(names)});
`;
}
