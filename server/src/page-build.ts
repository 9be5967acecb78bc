import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, readdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { repositoryRoot } from './config.ts'

export const webFolder = join(repositoryRoot, 'web')
export const pageFolder = join(webFolder, 'dist')
const notSources = new Set(['node_modules', 'dist', 'gql', 'pictures'])

/** Builds the page when its sources or the schema differ from those of the last build. True when it was built. */
export async function buildPage(tell: (line: string) => void): Promise<boolean> {
  const digest = await sourceDigest()
  const noted = await readFile(join(pageFolder, '.sources'), 'utf8').catch(() => '')
  if (noted === digest) return false
  tell('正在构建页面…… / Building the page …')
  await generateDocuments()
  await runTool('vite', 'vite', ['build', '--logLevel', 'warn'])
  await writeFile(join(pageFolder, '.sources'), digest)
  return true
}

/** The typed documents of the page, from its queries and the schema. */
export function generateDocuments(): Promise<void> {
  return runTool('@graphql-codegen/cli', 'graphql-codegen', [])
}

async function sourceDigest(): Promise<string> {
  const hash = createHash('sha256')
  for (const folder of [webFolder, join(repositoryRoot, 'schema')]) {
    for (const file of await sources(folder)) hash.update(file.slice(repositoryRoot.length)).update(await readFile(file))
  }
  return hash.digest('hex')
}

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const lists = await Promise.all(
    entries
      .filter((entry) => !notSources.has(entry.name))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((entry) => (entry.isDirectory() ? sources(join(folder, entry.name)) : [join(folder, entry.name)])),
  )
  return lists.flat()
}

/** Runs a tool of the web package by its own program file: no shell, the same on every system. */
async function runTool(packageName: string, command: string, args: string[]): Promise<void> {
  const found = createRequire(join(webFolder, 'package.json')).resolve.paths(packageName) ?? []
  const home = await firstReadable(found.map((path) => join(path, packageName, 'package.json')))
  const { bin } = JSON.parse(await readFile(home, 'utf8')) as { bin: string | Record<string, string> }
  const program = join(dirname(home), typeof bin === 'string' ? bin : (bin[command] ?? ''))
  await new Promise<void>((done, fail) => {
    const env = { ...process.env, NODE_ENV: 'production' }
    const child = spawn(process.execPath, [program, ...args], { cwd: webFolder, env, stdio: ['ignore', 'pipe', 'pipe'] })
    const lines: string[] = []
    child.stdout.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
    child.on('error', fail)
    child.on('close', (code) => (code === 0 ? done() : fail(new Error(`${command}: ${lines.join('').slice(-4000)}`))))
  })
}

async function firstReadable(files: string[]): Promise<string> {
  for (const file of files) {
    if (await readFile(file).catch(() => null)) return file
  }
  throw new Error(`none of these is there: ${files.join(', ')}`)
}
