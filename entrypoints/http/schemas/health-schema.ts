import { Type } from 'typebox';
import { Choice, Shape } from './shape-schema.ts';

const PartSchema = Choice(['ok', 'down']);

export const HealthSchema = Shape({
  status: Choice(['ok', 'degraded'], { description: 'degraded: a part is down.' }),
  db: PartSchema,
  kafka: Choice(['ok', 'down'], { description: 'The log, which is in the database where no Kafka is configured.' }),
});

export const AliveSchema = Shape({ status: Type.Literal('ok') });
