import { loadViewer } from '../access/grants.ts'
import type { Service } from '../context.ts'
import { resumeJobs } from '../jobs/jobs.ts'
import { InvalidError } from '../platform/errors.ts'
import { runDraft, type DraftPayload } from './drafts.ts'
import { clearStaging } from './stage.ts'

/**
 * What a start of the server finds of imports: clears what a former run had staged and takes up its unfinished dry
 * runs again. A commit that was cut off left nothing.
 */
export async function startImports(service: Service, tell: (line: string) => void): Promise<void> {
  const cleared = await clearStaging(service.db, true)
  const resumed = await resumeJobs(service.db, ({ kind, payload, userId }) => {
    if (kind !== 'IMPORT') return null
    return async (job) => {
      const viewer = await loadViewer(service.db, userId)
      if (!viewer) throw new InvalidError({ zh: '发起人的授权已失效。', en: 'Who started it holds no grant any more.' })
      // Written by startDraft.
      return runDraft(service, viewer, payload as DraftPayload, job)
    }
  })
  if (cleared > 0) tell(`已清理上次未完成的导入暂存 ${cleared} 份。 / Cleared ${cleared} staged imports of the former run.`)
  if (resumed > 0) tell(`继续上次未完成的试导入 ${resumed} 份。 / Took up ${resumed} unfinished dry runs.`)
}
