import { chmodSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../server/src/config.ts'
import { openDatabase, type Db } from '../../server/src/db/connect.ts'
import { startEmbedded } from '../../server/src/db/embedded.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjing-embedded-'))
  chmodSync(folder, 0o755)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const open = () => openDatabase(readConfig({ MINGJING_DATA: folder }))
const answer = async (db: Db) => (await sql<{ one: number }>`select 1 as one`.execute(db.reading)).rows[0]?.one
const postmaster = async () => Number((await readFile(join(folder, 'postgres-18', 'postmaster.pid'), 'utf8')).split('\n')[0])

test('a first start makes the folder, migrates, and keeps its passwords to itself', async () => {
  const db = await open()
  expect(db.migrated.length).toBeGreaterThan(0)
  expect(await answer(db)).toBe(1)
  if (process.platform !== 'win32') expect((await stat(join(folder, 'postgres.json'))).mode & 0o077).toBe(0)
  await db.close()
  await expect(stat(join(folder, 'postgres-18', 'postmaster.pid'))).rejects.toThrow('ENOENT')
})

test('a second process joins the server that runs, and only the last one stops it', async () => {
  const first = await open()
  const second = await open()
  await first.close()
  expect(await answer(second)).toBe(1)
  await second.close()
  await expect(postmaster()).rejects.toThrow('ENOENT')
})

test('after kill -9 of PostgreSQL the next start recovers', async () => {
  const cluster = await startEmbedded(folder)
  process.kill(await postmaster(), 'SIGKILL')
  await new Promise((wait) => setTimeout(wait, 500))
  const db = await open()
  expect([await answer(db), db.migrated]).toEqual([1, []])
  await db.close()
  await cluster.stop()
})

test('a server that a killed process left behind is joined and stopped', async () => {
  // Killed while it held the lock, even before it had said whose it was.
  await writeFile(join(folder, 'starting.lock'), '')
  const left = await startEmbedded(folder)
  // The mark of a process that is no more.
  await rm(join(folder, 'users', String(process.pid)))
  await writeFile(join(folder, 'users', '999999'), '')
  const pid = await postmaster()
  const db = await open()
  expect(await postmaster()).toBe(pid)
  await left.stop()
  await db.close()
  await expect(postmaster()).rejects.toThrow('ENOENT')
})

test('a pid file that names another program’s process does not stop a start', async () => {
  await writeFile(join(folder, 'postgres-18', 'postmaster.pid'), `${process.pid}\n${join(folder, 'postgres-18')}\n0\n1\n`, { mode: 0o600 })
  const db = await open()
  expect(await answer(db)).toBe(1)
  await db.close()
})
