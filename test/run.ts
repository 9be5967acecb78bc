import { resolve } from 'node:path'
import { startVitest, type TestModule } from 'vitest/node'
import { chromiumMissing, findChromium } from './support/chromium.ts'

/** `pnpm test [path…]`: every test there is; the last line is `N passed, N failed, N skipped`. */
const filters = process.argv.slice(2)
const vitest = await startVitest('test', filters, { config: resolve(import.meta.dirname, 'vitest.config.ts'), watch: false })
const counts = countTests(vitest.state.getTestModules())
// A file that does not load and an error outside every test are failures that no test shows.
counts.failed += vitest.state.getUnhandledErrors().length
await vitest.close()

if (!findChromium()) process.stdout.write(`${chromiumMissing}\n`)
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`)
process.exit(counts.failed > 0 || counts.passed === 0 ? 1 : 0)

function countTests(modules: TestModule[]): { passed: number; failed: number; skipped: number } {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const one of modules) {
    let failedHere = 0
    for (const test of one.children.allTests()) {
      const { state } = test.result()
      if (state === 'passed') counts.passed++
      else if (state === 'failed') failedHere++
      else counts.skipped++
    }
    // A file or a hook that fails takes its tests with it.
    counts.failed += failedHere || (one.state() === 'failed' ? 1 : 0)
  }
  return counts
}
