import { Injectable } from '@nestjs/common'
import type { EntityManager } from 'typeorm'

export interface AuditEntry {
  /** Account that acted; null for the platform itself. */
  actorId: string | null
  /** `noun.verb`, past: `consultation.announced`. */
  action: string
  subjectKind: string
  subjectId: string
  detail?: object
}

/** Who did what. The row stands or falls with what it records: same transaction. Never used by a cast (item 14). */
@Injectable()
export class Audit {
  async append(tx: EntityManager, { actorId, action, subjectKind, subjectId, detail = {} }: AuditEntry): Promise<void> {
    await tx.query('insert into platform.audit_entry (actor_id, action, subject_kind, subject_id, detail) values ($1, $2, $3, $4, $5)',
      [actorId, action, subjectKind, subjectId, JSON.stringify(detail)])
  }
}
