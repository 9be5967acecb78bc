import type { Request, Response } from 'express'
import { randomUUID } from 'node:crypto'
import type { Guarded } from './access/guard.ts'
import { findViewer } from './access/session.ts'
import type { Viewer } from './access/viewer.ts'
import type { Config } from './config.ts'
import type { Db } from './db/connect.ts'
import type { FileStore } from './platform/files.ts'
import { actorOf, auditAlone } from './ledger/audit.ts'

/** What lives as long as the server; `db` is another database after 开始正式使用. */
export type Service = {
  config: Config
  db: Db
  files: FileStore
  startReal: (() => Promise<string>) | null
  /** Closes the database, and the demo's where it was left for formal use. */
  close(): Promise<void>
}

/** What a resolver is given. */
export type Context = Guarded & {
  db: Db
  viewer: Viewer | null
  requestId: string
  /** The token that this request came with, from the cookie or the bearer header. */
  token: string | null
  /** Where the request came from: for throttling alone. */
  address: string
  service: Service
  setCookie(token: string | null): void
}

export const sessionCookie = 'mingjing_session'

/** Reads who asks, once a request. */
export async function createContext(service: Service, req: Request, res: Response): Promise<Context> {
  const token = requestToken(req)
  const { db } = service
  const viewer = token ? await findViewer(db, token) : null
  return {
    db,
    viewer,
    token,
    service,
    requestId: requestIdOf(res),
    address: req.socket.remoteAddress ?? '',
    setCookie: (value) => writeCookie(req, res, value),
    refused: async (permission) => {
      if (!viewer) return
      await auditAlone(db, { kind: 'REFUSAL', actor: actorOf(viewer), detail: { permission } })
    },
  }
}

/** The viewer of a request that was checked by `@Authorized`. */
export function viewerOf(context: Context): Viewer {
  if (!context.viewer) throw new Error('a guarded field ran without a viewer')
  return context.viewer
}

export function requestIdOf(res: Response): string {
  res.locals['requestId'] ??= randomUUID()
  return res.locals['requestId'] as string
}

function requestToken(req: Request): string | null {
  const bearer = /^Bearer ([\w-]{20,200})$/.exec(req.headers.authorization ?? '')
  if (bearer) return bearer[1] ?? null
  const cookies = (req.headers.cookie ?? '').split(/;\s*/)
  const own = cookies.find((cookie) => cookie.startsWith(`${sessionCookie}=`))
  return own ? own.slice(sessionCookie.length + 1) || null : null
}

function writeCookie(req: Request, res: Response, token: string | null): void {
  res.cookie(sessionCookie, token ?? '', {
    httpOnly: true,
    sameSite: 'strict',
    secure: req.secure,
    path: '/',
    ...(token === null ? { expires: new Date(0) } : {}),
  })
}
