// `node --import ./server/tsx.mjs file.ts`: runs TypeScript as it is. tsx looks for a tsconfig where the command was
// given, and the repository's top holds none, so decorators would be refused.
import { fileURLToPath } from 'node:url'

// graphql checks every value's realm, slowly, unless NODE_ENV says production before it is loaded.
if (/[\\/]main\.ts$/.test(process.argv[1] ?? '') && !process.argv.includes('--dev')) process.env.NODE_ENV ??= 'production'
process.env.TSX_TSCONFIG_PATH ??= fileURLToPath(new URL('tsconfig.json', import.meta.url))
await import('tsx')
