import { Type } from 'typebox';
import { Choice, Shape } from './shape-schema.ts';

const PartSchema = Choice(['ok', 'down']);

export const HealthSchema = Shape({
  status: Choice(['ok', 'degraded', 'stopping'], {
    description: 'degraded: a part is down; stopping: the process is about to end.',
  }),
  db: PartSchema,
  kafka: Choice(['ok', 'down'], { description: 'The log, which is in the database where no Kafka is configured.' }),
  redis: Type.Optional(
    Choice(['ok', 'down'], { description: 'Only where Redis is configured; the process is ready without it.' }),
  ),
});

export const AliveSchema = Shape({ status: Type.Literal('ok') });
