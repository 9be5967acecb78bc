import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '..')

export default defineConfig({
  root,
  cacheDir: resolve(root, 'test/node_modules/.cache'),
  resolve: {
    // Two copies of graphql refuse each other's types: everything takes the one that Node's own loader takes.
    alias: [{ find: /^graphql$/, replacement: resolve(root, 'server/node_modules/graphql/index.js') }],
  },
  test: {
    include: [
      'server/src/**/*.test.ts',
      'web/src/**/*.test.{ts,tsx}',
      'test/{api,contract,numbers,support}/**/*.test.ts',
      'test/browser/**/*.spec.ts',
    ],
    globalSetup: [resolve(root, 'test/support/postgres.setup.ts')],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
})
