import { registerEnumType } from 'type-graphql'

/** `complaintsPerOutlet` → `COMPLAINTS_PER_OUTLET`: the one place where registry keys become GraphQL enum values. */
export function screaming(key: string): string {
  return key.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()
}

/**
 * A GraphQL enum over the keys of a registry. Inside the server its values are the registry's keys.
 * Returns the object that `@Field(() => …)` takes.
 */
export function registryEnum<K extends string>(
  name: string,
  keys: readonly K[],
  description: string,
  describe?: (key: K) => string,
): Record<string, K> {
  const values = Object.fromEntries(keys.map((key) => [screaming(key), key])) as Record<string, K>
  const valuesConfig = Object.fromEntries(keys.map((key) => [screaming(key), describe ? { description: describe(key) } : {}]))
  registerEnumType(values, { name, description, valuesConfig })
  return values
}
