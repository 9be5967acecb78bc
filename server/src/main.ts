import { createServer, type Server } from 'node:http'
import { parseArgs } from 'node:util'
import { createApp } from './app.ts'
import { endOriginalsDaily } from './complaints/original.commands.ts'
import { readConfig, type Config, type Installation } from './config.ts'
import type { Service } from './context.ts'
import { developmentPage } from './page-development.ts'
import { buildPage, pageFolder } from './page-build.ts'
import { builtPage } from './page-routes.ts'
import { rootRegionId } from './ledger/install.ts'
import { UserError } from './platform/errors.ts'
import { log } from './platform/log.ts'
import { openService } from './service.ts'
import { startImports } from './imports/start-imports.ts'
import { stopJobs } from './jobs/jobs.ts'
import { demoUsers } from './users/demo-users.ts'
import { invite, needsSetup } from './users/invitations.ts'

const usage = `pnpm start [--demo | --empty] [--dev]

  (none)    用数据文件夹里的库；没有则装入演示县 / the database of the data folder; the demo county in an empty one
  --demo    打开演示库 / open the demo
  --empty   打开（或新建）本单位的空库 / open (or make) the office's own, empty database
  --dev     开发：页面由 Vite 提供 / development: the page comes from Vite

环境变量 / environment: PORT (4000), HOST (127.0.0.1), MINGJING_DATA (.data), DATABASE_URL, DATABASE_OWNER_URL,
DATABASE_READ_URL, MINGJING_LOG (info | warn | error | off)
`

const say = (line: string): void => void process.stdout.write(`${line}\n`)

async function main(): Promise<void> {
  const options = { demo: { type: 'boolean' }, empty: { type: 'boolean' }, dev: { type: 'boolean' }, help: { type: 'boolean' } } as const
  const { values } = parseArgs({ options })
  if (values.help) {
    say(usage)
    return
  }
  const installation: Installation | null = values.demo ? 'DEMO' : values.empty ? 'REAL' : null
  const config = readConfig(process.env, { installation, fresh: 'DEMO' })
  const stopping = new AbortController()
  const server = createServer()
  // Building the page and filling the database are each half of a first start's time.
  const [service, page] = await Promise.all([
    openService(config, say),
    values.dev ? developmentPage(server, stopping.signal) : preparePage(),
  ])
  try {
    await startImports(service, say)
    await endOriginalsDaily(service)
    const app = await createApp(service, { page, development: values.dev ?? false })
    server.on('request', app.express)
    const port = await listen(server, config)
    await greet(service, `http://${config.host}:${port}`)
    stopOnSignal(async () => {
      stopping.abort()
      await closeServer(server)
      await app.stop()
      stopJobs()
      await service.close()
    })
  } catch (error) {
    await service.close()
    throw error
  }
}

async function preparePage() {
  try {
    await buildPage(say)
  } catch (error) {
    // Without a page the API still serves; the reason is said, not hidden.
    say(`页面构建失败，仅提供接口。 / The page could not be built; the API alone is served.\n${(error as Error).message}`)
  }
  return builtPage(pageFolder)
}

async function greet(service: Service, address: string): Promise<void> {
  say('')
  say(`明镜 Mingjing  ${address}   (API: ${address}/graphql)`)
  if (service.db.installation === 'DEMO') {
    say('演示数据 / invented data. 登录 / sign-ins:')
    for (const { name, password, displayName } of demoUsers) {
      say(`  ${name.padEnd(11)} ${password}   ${displayName.zh} / ${displayName.en}`)
    }
  } else if (await needsSetup(service.db)) {
    const token = await invite(service.db, 'admin', rootRegionId)
    say(`首次使用：打开此一次性链接设置管理员（72 小时内有效） / first use: open this one-time link within 72 hours`)
    say(`  ${address}/setup#${token}`)
  }
  say('按 Ctrl-C 停止 / Ctrl-C stops')
}

/** Takes the port asked for; another one when it is busy and was not asked for by name. */
function listen(server: Server, config: Config): Promise<number> {
  const attempt = (port: number, left: number): Promise<number> =>
    new Promise((done, fail) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EADDRINUSE') return fail(error)
        if (config.portGiven || left === 0) return fail(portTaken(port))
        say(`端口 ${port} 已被占用，改用下一个。 / Port ${port} is taken; the next one is tried.`)
        attempt(port + 1, left - 1).then(done, fail)
      })
      server.listen(port, config.host, () => {
        server.removeAllListeners('error')
        done(port)
      })
    })
  return attempt(config.port, 20)
}

function portTaken(port: number): Error {
  return new Error(
    `端口 ${port} 已被占用：请结束占用它的程序，或用 PORT 指定别的端口。 / Port ${port} is taken: end the program that holds it, or name another one in PORT.`,
  )
}

/** Requests in flight get five seconds; then their connections are cut. */
function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done())
    server.closeIdleConnections()
    setTimeout(() => server.closeAllConnections(), 5000).unref()
  })
}

function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false
  const onSignal = () => {
    if (stopping) process.exit(130)
    stopping = true
    say('正在停止…… / Stopping …')
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('the server did not stop cleanly', { error })
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  if (process.platform !== 'win32') process.on('SIGHUP', onSignal)
}

main().catch((error: unknown) => {
  const known = error instanceof UserError || (error instanceof Error && !/^(Type|Reference|Syntax)/.test(error.name))
  process.stderr.write(`${known ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`)
  process.exit(1)
})
