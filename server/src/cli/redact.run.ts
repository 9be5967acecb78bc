import { redact } from '../complaints/redact.commands.ts'
import { digestSecret } from '../imports/secret.ts'
import { keyedDigests } from '../imports/tokens.ts'
import { print } from './frame.ts'
import type { RedactOptions } from './redact.ts'
import { demandPermission, withDatabase } from './with-database.ts'

export function runRedact(number: string, options: RedactOptions): Promise<void> {
  return withDatabase(options, async ({ db, viewer, config }) => {
    demandPermission(viewer, 'complaint:correct')
    const digests = keyedDigests(digestSecret(config.dataDir))
    const done = await redact(
      db,
      viewer,
      { number, source: options.source ?? null, reason: options.reason, text: options.text ?? null },
      digests,
    )
    print(`${number}: ${done.texts} 段内容 / texts, revision ${done.revision}`)
  })
}
