import { sql } from 'kysely'
import type { Viewer } from '../access/viewer.ts'
import { loadGround } from '../analytics/ground.ts'
import type { Db } from '../db/connect.ts'
import { readSnapshot } from '../db/snapshot.ts'
import { addAnnotationRow, endAnnotation, putBackAnnotation } from '../ledger/annotations.ts'
import { write, type Written } from '../ledger/change.ts'
import { uuid7 } from '../ledger/keys.ts'
import { ConflictError, ForbiddenError, NotFoundError } from '../platform/errors.ts'
import { reaches } from './annotations.queries.ts'
import { annotationRow } from './annotations.rules.ts'
import type { AnnotationInput } from './annotations.types.ts'

/**
 * Adds a remark on some days at a node of the viewer's.
 * @returns its key.
 * @throws InvalidError naming each value that cannot be, ForbiddenError for a node outside the viewer's scope.
 */
export async function addAnnotation(db: Db, viewer: Viewer, asked: AnnotationInput): Promise<Written<string>> {
  const { row, regionId } = await readSnapshot(db, viewer, async (tx) => {
    const ground = await loadGround(tx, viewer, { jurisdiction: asked.jurisdiction ?? null })
    return { row: annotationRow(asked, ground), regionId: ground.jurisdiction.id }
  })
  if (!reaches(viewer, regionId)) throw elsewhere()
  const key = uuid7(new Date())
  const detail = { annotation: key, from: row.fromDay, through: row.toDay }
  return write(db, viewer, { kind: 'ANNOTATE', regionId, detail }, async (writing) => {
    await addAnnotationRow(writing, key, row)
    return key
  })
}

/** Takes a remark back, from this revision on. */
export async function removeAnnotation(db: Db, viewer: Viewer, key: string): Promise<Written<string>> {
  const regionId = await regionOf(db, viewer, key)
  return write(db, viewer, { kind: 'TAKE_BACK_ANNOTATION', regionId, detail: { annotation: key } }, async (writing) => {
    if (await endAnnotation(writing, key)) return key
    throw new ConflictError({ zh: '这条标注已经撤下。', en: 'This remark is taken back already.' })
  })
}

/** Puts a remark back that was taken back. */
export async function restoreAnnotation(db: Db, viewer: Viewer, key: string): Promise<Written<string>> {
  const regionId = await regionOf(db, viewer, key)
  return write(db, viewer, { kind: 'RESTORE_ANNOTATION', regionId, detail: { annotation: key } }, async (writing) => {
    if (await putBackAnnotation(writing, key)) return key
    throw new ConflictError({ zh: '这条标注没有撤下。', en: 'This remark was not taken back.' })
  })
}

/** The node of a remark that the viewer sees and may change. */
async function regionOf(db: Db, viewer: Viewer, key: string): Promise<number> {
  const regionId = await readSnapshot(db, viewer, async (tx) => {
    const { rows } = await sql<{ regionId: number }>`
      select region_id as "regionId" from annotation where key::text = ${key} limit 1`.execute(tx)
    return rows[0]?.regionId
  })
  if (regionId === undefined)
    throw new NotFoundError({ zh: '没有这条标注，或您无权查看。', en: 'There is no such remark, or it is not yours to see.' })
  if (!reaches(viewer, regionId)) throw elsewhere()
  return regionId
}

function elsewhere(): ForbiddenError {
  return new ForbiddenError({
    zh: '这个辖区不在您的范围内，不能添加或撤下其标注。',
    en: 'This jurisdiction is outside your scope: its remarks are not yours to add or take back.',
  })
}
