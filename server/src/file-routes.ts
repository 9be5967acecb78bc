import { Router, type Request } from 'express'
import { demand } from './access/guard.ts'
import { createContext, type Service } from './context.ts'
import { isImportKind } from './imports/columns.ts'
import { templateName, templateOf } from './imports/template.ts'
import { readTemplateWords } from './imports/template-lists.ts'
import { ForbiddenError, NotFoundError } from './platform/errors.ts'
import type { Permission } from './access/permissions.ts'

/** Every HTTP route beside /graphql and the page, with its permission; a test walks them. */
export const guardedRoutes: { method: 'POST' | 'GET'; path: string; permission: Permission }[] = [
  { method: 'POST', path: '/files', permission: 'file:upload' },
  { method: 'GET', path: '/files/:id', permission: 'export:create' },
  { method: 'GET', path: '/templates/:id', permission: 'import:prepare' },
]

/**
 * `POST /files`: the body is the file, its name in `x-file-name` (percent-encoded); answers `{ id }`.
 * `GET /templates/:id`: an empty workbook of a kind of import, in the language of `?language=` or of the reader.
 * `GET /files/:id`: a prepared export, once, for the one who asked for it; the id is the one-time secret.
 */
export function fileRoutes(service: Service): Router {
  const router = Router()
  router.post('/files', async (req, res) => {
    demandOwnHeader(req)
    const viewer = await demand(await createContext(service, req, res), 'file:upload')
    const fileName = uploadName(req)
    const type = req.headers['content-type'] ?? 'application/octet-stream'
    const { id, size } = await service.files.save(req, { fileName, type, userId: viewer.userId })
    res.status(201).json({ id, fileName, size })
  })
  router.get('/files/:id', async (req, res) => {
    const viewer = await demand(await createContext(service, req, res), 'export:create')
    const { file, content } = await service.files.take(req.params.id, viewer.userId)
    res.setHeader('content-type', file.type)
    res.setHeader('content-length', file.size)
    res.setHeader('cache-control', 'no-store')
    res.setHeader('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`)
    content.on('error', () => res.destroy())
    content.pipe(res)
  })
  router.get('/templates/:id', async (req, res) => {
    const viewer = await demand(await createContext(service, req, res), 'import:prepare')
    const kind = req.params.id
    if (!isImportKind(kind)) throw new NotFoundError({ zh: '没有这种模板。', en: 'There is no such template.' })
    const language = req.query['language'] === 'en' ? 'en' : req.query['language'] === 'zh' ? 'zh' : viewer.language
    const book = await templateOf(kind, language, await readTemplateWords(service.db, viewer, kind, language))
    res.setHeader('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
    res.setHeader('cache-control', 'no-store')
    res.setHeader('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(templateName(kind, language))}`)
    res.send(book)
  })
  return router
}

/** Another site's form cannot set this header: that is what keeps it from uploading in a viewer's name. */
function demandOwnHeader(req: Request): void {
  if (req.headers['x-mingjing-csrf'] === '1') return
  throw new ForbiddenError({ zh: '缺少请求头 x-mingjing-csrf。', en: 'The header x-mingjing-csrf is missing.' })
}

function uploadName(req: Request): string {
  const written = String(req.headers['x-file-name'] ?? 'upload')
  let name = written
  try {
    name = decodeURIComponent(written)
  } catch {
    // A name that is not percent-encoded stays as it was written.
  }
  return name.replaceAll(/[\p{Cc}/\\]/gu, '_').slice(0, 200) || 'upload'
}
