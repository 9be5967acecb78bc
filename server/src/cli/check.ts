import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { repositoryRoot } from '../config.ts'
import { generateDocuments } from '../page-build.ts'
import { staleContracts, withScratch } from './schema.ts'

type Check = { name: string; run: () => Promise<string> }

/** Each check returns what is wrong, or nothing. */
const checks: Check[] = [
  { name: 'schema/ and db/tables.ts are fresh', run: freshContracts },
  { name: 'types: server', run: () => tool('typescript', 'tsc', ['-p', 'server']) },
  { name: 'types: web', run: typesOfPage },
  { name: 'types: test', run: () => tool('typescript', 'tsc', ['-p', 'test']) },
  { name: 'lint', run: () => tool('oxlint', 'oxlint', ['--quiet', 'server', 'web', 'test']) },
  { name: 'format', run: () => tool('oxfmt', 'oxfmt', ['--check', 'server', 'web', 'test']) },
]

let failed = 0
for (const { name, run } of checks) {
  const problems = await run().catch((error: unknown) => String(error))
  if (problems) failed++
  process.stdout.write(`${problems ? 'FAIL' : 'ok  '} ${name}\n${problems ? `${problems.trimEnd()}\n` : ''}`)
}
process.stdout.write(`${checks.length - failed} passed, ${failed} failed\n`)
process.exitCode = failed > 0 ? 1 : 0

async function freshContracts(): Promise<string> {
  const stale = await withScratch(staleContracts)
  return stale.length > 0 ? `stale: ${stale.join(', ')}; run pnpm schema` : ''
}

async function typesOfPage(): Promise<string> {
  await generateDocuments()
  return tool('typescript', 'tsc', ['-p', 'web'])
}

/** The output of a tool that ends with a failure, else nothing. */
function tool(packageName: string, command: string, args: string[]): Promise<string> {
  const program = join(repositoryRoot, 'node_modules', packageName, 'bin', command)
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: repositoryRoot, stdio: ['ignore', 'pipe', 'pipe'] })
    const lines: string[] = []
    child.stdout.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
    child.on('error', fail)
    child.on('close', (code) => done(code === 0 ? '' : lines.join('') || `${command} ended with ${code}`))
  })
}
