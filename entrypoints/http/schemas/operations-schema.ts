import { Type } from 'typebox';
import { TimeText } from './format-schema.ts';
import { Choice, Nullable, PageOf, Shape } from './shape-schema.ts';

const ProfileSchema = Shape({
  name: Choice(['embedded', 'server', 'cluster']),
  database: Choice(['embedded', 'server']),
  log: Choice(['database', 'kafka'], { description: 'Where what is handed in is kept until it is decided.' }),
  demo: Type.Boolean(),
});

const ConsumerSchema = Shape({
  group: Type.String(),
  topic: Type.String(),
  partitions: Type.Integer(),
  lag_records: Type.Integer({ description: 'Records that the group has not processed yet.' }),
});

const RouteSchema = Shape({
  method: Type.String(),
  route: Type.String({ description: 'unmatched: requests that no route answers.' }),
  requests: Type.Integer(),
  client_errors: Type.Integer({ description: 'Answered with a status from 400 to 499.' }),
  server_errors: Type.Integer({ description: 'Answered with a status from 500 on.' }),
  mean_ms: Type.Number(),
  p99_ms: Nullable(
    Type.Number({ description: 'No more than one of a hundred took longer; null when that is above 10 seconds.' }),
  ),
});

export const OperationsSchema = Shape({
  at: TimeText(),
  process: Shape({
    member: Type.String({ description: 'Names the process that answers; `routes` are its own.' }),
    started_at: TimeText(),
  }),
  profile: ProfileSchema,
  consumers: Type.Array(ConsumerSchema, { description: 'Of all processes.' }),
  dead_letters_waiting: Type.Integer(),
  routes: Type.Array(RouteSchema, { description: 'Since the process began, the busiest route first.' }),
});

export const DeadLetterPageSchema = PageOf(
  Shape({
    id: Type.String(),
    group: Type.String({ description: 'The consumers that could not process the record.' }),
    topic: Type.String(),
    partition: Type.Integer(),
    position: Type.String(),
    key: Type.String(),
    reason: Type.String(),
    step: Choice(['decode', 'decide', 'save']),
    payload: Type.String({ description: 'The beginning of the record.' }),
    payload_length: Type.Integer({ description: 'Characters of the whole record.' }),
    first_seen_at: TimeText(),
  }),
);
