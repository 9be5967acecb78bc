import { randomBytes } from 'node:crypto'
import { inject } from 'vitest'
import { connect, dropDatabase, embeddedConnections, ensureDatabase, type Db } from '../../server/src/db/connect.ts'

/**
 * A fresh, migrated, empty database of this test file; `close()` drops it. Call it in `beforeAll`, close in `afterAll`.
 * It serves as the product does: through `mingjing_app`, which takes a role for each transaction.
 */
export async function createTestDatabase(): Promise<Db> {
  const { secrets, template } = inject('postgres')
  const name = `mingjing_${randomBytes(6).toString('hex')}`
  await ensureDatabase(secrets, name, template)
  const after = () => dropDatabase(secrets, name)
  return connect(embeddedConnections(secrets, name), { name, installation: 'REAL', after })
}
