import { spawn, type ChildProcess } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { repositoryRoot } from './config.ts'

/**
 * `pnpm dev`: the server from its sources, started again when one of them changes. Node's own --watch follows every
 * imported file, Vite's temporary ones too, and never comes to rest.
 */
let child: ChildProcess | null = null
let timer: NodeJS.Timeout | null = null
let ending = false

function start(): void {
  const program = [join(repositoryRoot, 'server/tsx.mjs'), join(repositoryRoot, 'server/src/main.ts')] as const
  child = spawn(process.execPath, ['--import', `file://${program[0]}`, program[1], '--dev', ...process.argv.slice(2)], {
    cwd: repositoryRoot,
    stdio: 'inherit',
  })
  child.on('exit', (code) => {
    child = null
    if (ending) process.exit(code ?? 0)
    // After an error the next change tries again.
    if (timer) start()
  })
}

function restart(): void {
  if (timer) clearTimeout(timer)
  timer = setTimeout(() => {
    if (child) child.kill('SIGTERM')
    else start()
  }, 300)
}

watch(join(repositoryRoot, 'server/src'), { recursive: true }, (_event, file) => {
  if (file && /\.(ts|sql)$/.test(file) && !file.endsWith('.test.ts')) restart()
})
process.on('SIGINT', () => {
  // Ctrl-C reaches the child by itself; a second signal would cut its stop short.
  ending = true
  if (!child) process.exit(0)
})
process.on('SIGTERM', () => {
  ending = true
  if (child) child.kill('SIGTERM')
  else process.exit(0)
})
start()
