import type { Admin } from '@platformatic/kafka';
import { ConfigResourceTypes, IncrementalAlterConfigOperationTypes } from '@platformatic/kafka';

/** What a topic has for these settings; undefined where it has none. Throws whatever the client throws. */
export async function readSettings(
  admin: Admin,
  name: string,
  settings: readonly string[],
): Promise<Readonly<Record<string, string | undefined>>> {
  const [description] = await admin.describeConfigs({
    resources: [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: name, configurationKeys: [...settings] }],
  });
  return Object.fromEntries((description?.configs ?? []).map((config) => [config.name, config.value ?? undefined]));
}

/** Changes settings of a topic and leaves the others alone. Throws whatever the client throws. */
export async function alterSettings(
  admin: Admin,
  name: string,
  settings: Readonly<Record<string, string>>,
): Promise<void> {
  const configs = Object.entries(settings).map(([setting, value]) => ({
    name: setting,
    value,
    configOperation: IncrementalAlterConfigOperationTypes.SET,
  }));
  await admin.incrementalAlterConfigs({
    resources: [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: name, configs }],
  });
}
