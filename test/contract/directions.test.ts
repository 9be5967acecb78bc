import { readFileSync, readdirSync } from 'node:fs'
import { dirname, relative, resolve, sep } from 'node:path'
import { expect, test } from 'vitest'

const source = resolve(import.meta.dirname, '../../server/src')
const layers = [['platform', 'statistics', 'config.ts'], ['db', 'access'], ['ledger'], ['analytics']]
const featureLayer = layers.length
/** What a request carries: a resolver knows it, though it is built from everything below. */
const known = new Set(['context.ts'])

type Import = { from: string; to: string; typeOnly: boolean }
const imports = readImports()

test('imports run one way: platform, statistics, db, access ← ledger ← analytics ← features ← app', () => {
  const wrong = imports.filter(({ from, to, typeOnly }) => !typeOnly && !known.has(to) && layerOf(to) > layerOf(from))
  expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
})

test('statistics imports nothing of ours', () => {
  expect(imports.filter(({ from, to }) => folderOf(from) === 'statistics' && folderOf(to) !== 'statistics')).toEqual([])
})

test('no feature uses another one’s resolver', () => {
  const wrong = imports.filter(
    ({ from, to }) => layerOf(from) <= featureLayer && to.endsWith('.resolver.ts') && folderOf(from) !== folderOf(to),
  )
  expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([])
})

test('there is no cycle', () => {
  expect(findCycle(imports.filter((one) => !one.typeOnly))).toBeNull()
})

function readImports(): Import[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  )
  const pattern = /^(?:import|export)\s+(type\s)?[^'"]*?from\s+'(\.[^']+)'/gm
  return files.flatMap((file) => {
    const from = file.split(sep).join('/')
    return [...readFileSync(resolve(source, file), 'utf8').matchAll(pattern)].map(([, type, path = '']) => ({
      from,
      to: relative(source, resolve(source, dirname(file), path))
        .split(sep)
        .join('/'),
      typeOnly: type !== undefined,
    }))
  })
}

function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : file
}

function layerOf(file: string): number {
  const folder = folderOf(file)
  const found = layers.findIndex((names) => names.includes(folder))
  if (found >= 0) return found
  return file.includes('/') && folder !== 'cli' ? featureLayer : featureLayer + 1
}

function findCycle(edges: Import[]): string[] | null {
  const next = new Map<string, string[]>()
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const walk = (file: string, path: string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
    if (done.has(file)) return null
    for (const to of next.get(file) ?? []) {
      const cycle = walk(to, [...path, file])
      if (cycle) return cycle
    }
    done.add(file)
    return null
  }
  for (const file of next.keys()) {
    const cycle = walk(file, [])
    if (cycle) return cycle
  }
  return null
}
