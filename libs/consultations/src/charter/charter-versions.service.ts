import { Injectable } from '@nestjs/common'
import { DomainError, maybe, one } from '@parvis/platform'
import type { EntityManager } from 'typeorm'
import type { CharterVersionView, CommitmentView } from './charter.dto'
import type { MeasuredCommitment } from './compliance.rules'

export interface CharterVersion extends CharterVersionView {
  id: string
  commitments: CommitmentView[]
}

const SELECT = `
  select v.id, c.title, v.number, v.adopted_reference as "adoptedReference", v.effective_from as "effectiveFrom", v.introduction,
    encode(v.hash, 'hex') as hash,
    (select jsonb_agg(jsonb_build_object(
        'code', m.code, 'principle', m.principle, 'statement', m.statement, 'plainStatement', m.plain_statement, 'kind', m.kind,
        'severity', m.severity, 'phase', m.phase, 'formula', m.formula, 'comparator', m.comparator,
        'targetMetropolis', m.target_metropolis, 'targetMunicipality', m.target_municipality, 'unit', m.unit) order by m.position)
      from consultations.commitment m where m.version_id = v.id) as commitments
  from consultations.charter_version v join consultations.charter c on c.id = v.charter_id`

/** The charters as data. A commune without a charter of its own is under the metropolis's (README item 20). */
@Injectable()
export class CharterVersions {
  /** Adopted versions never change. */
  private readonly known = new Map<string, CharterVersion>()

  /** The version that binds what the owner announces now. Error: 503 `charter.missing` when no charter was adopted. */
  async inForce(tx: EntityManager, owner: { kind: string, code: string }): Promise<CharterVersion> {
    const found = await maybe<Row>(tx, `${SELECT}
      where v.status = 'adopted' and v.effective_from <= platform.clock() and (c.owner_kind = 'metropolis' or (c.owner_kind = $1 and c.owner_code = $2))
      order by (c.owner_kind = $1 and c.owner_code = $2) desc, v.effective_from desc limit 1`, [owner.kind, owner.code])
    if (!found) throw new DomainError('charter.missing', { status: 503, detail: 'No charter has been adopted: run the seeds' })
    return versionOf(found)
  }

  /** The version that a consultation is bound to. */
  async byId(tx: EntityManager, id: string): Promise<CharterVersion> {
    const known = this.known.get(id) ?? versionOf(await one<Row>(tx, `${SELECT} where v.id = $1`, [id]))
    this.known.set(id, known)
    return known
  }
}

interface Row extends Omit<CharterVersion, 'effectiveFrom'> {
  effectiveFrom: Date
}

const versionOf = (row: Row): CharterVersion => ({ ...row, effectiveFrom: row.effectiveFrom.toISOString() })

/** The rows of a version as the rules measure them. */
export function measuredCommitments(version: CharterVersion): MeasuredCommitment[] {
  return version.commitments.filter(({ kind }) => kind === 'MEASURED').map((one) => ({
    code: one.code,
    rule: {
      formulaId: one.formula,
      comparator: one.comparator,
      target: { metropolis: one.targetMetropolis, municipality: one.targetMunicipality },
      unit: one.unit,
      severity: one.severity,
      phase: one.phase,
    },
  }))
}
