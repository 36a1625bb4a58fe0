import { Injectable } from '@nestjs/common'
import { MunicipalityDirectory, placesOf } from '@parvis/identity'
import type { Actor } from '@parvis/identity'
import { Audit, DomainError, one, rows } from '@parvis/platform'
import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { DataSource } from 'typeorm'
import type { EntityManager } from 'typeorm'
import { lockForChange, refuseStale } from './access'
import { Consultation } from './consultation.entity'
import type { ConsultationFieldsDto, CreateConsultationDto, EditConsultationDto, PhaseDto, PhasesDto } from './consultations.dto'
import { Phase } from './phase.entity'
import { changeRefusals, phaseScheduleRefusals } from './phases.rules'
import { freeSlug, slugOf } from './slug.rules'

/** What the rules call each field that a person may edit. */
const RULE_NAMES: Readonly<Record<string, string>> = { minAge: 'minimumAge', communes: 'communes', residentsOnly: 'scope', offlineWays: 'nonDigitalWays' }

/** Preparing consultations: drafts in steps, then only what the announcement left open. */
@Injectable()
export class Consultations {
  constructor(private readonly dataSource: DataSource, private readonly directory: MunicipalityDirectory, private readonly audit: Audit) {}

  /** Makes a draft. Errors: 422 `consultation.owner-needed`, 403 `place.other`, 422 `consultation.commune-outside`. */
  async create(actor: Actor, { title, owner, ...fields }: CreateConsultationDto): Promise<string> {
    const place = ownerFor(actor, owner)
    const scope = this.scopeOf(place, fields.communes)
    return this.dataSource.transaction(async (tx) => {
      const draft = tx.create(Consultation, { ...columnsOf(fields), title, slug: await uniqueSlug(tx, title), ownerKind: place.kind, ownerCode: place.code, scopeCodes: scope, createdBy: actor.accountId })
      // What is absent is left to the defaults of the table.
      const { identifiers } = await tx.insert(Consultation, draft)
      const id = String(identifiers[0]?.id)
      await this.audit.append(tx, { actorId: actor.accountId, action: 'consultation.created', subjectKind: 'consultation', subjectId: id, detail: { title } })
      return id
    })
  }

  /** Changes what is given. Errors: 409 `consultation.changed-meanwhile`, 422 `consultation.field-frozen` for each field bound at the announcement. */
  async edit(actor: Actor, id: string, { revision, title, ...fields }: EditConsultationDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const consultation = await lockForChange(tx, actor, id, 'consultation.prepare')
      refuseStale(consultation, revision)
      const wanted = { ...columnsOf(fields), ...(title === undefined ? {} : { title }) }
      if (fields.communes) wanted.scopeCodes = this.scopeOf({ kind: consultation.ownerKind, code: consultation.ownerCode }, fields.communes)
      const changed = Object.entries(wanted).filter(([name, value]) => !isDeepStrictEqual(plain(consultation[name as keyof Consultation]), plain(value))).map(([name]) => name)
      if (changed.length === 0) return
      const asked = changed.map((name) => (name === 'scopeCodes' ? 'communes' : name))
      DomainError.throwIfAny(changeRefusals(consultation.state, asked.map((name) => ({ field: RULE_NAMES[name] ?? name }))))
      // The address follows the title until somebody may have noted it.
      if (consultation.state === 'draft' && changed.includes('title') && title) wanted.slug = await uniqueSlug(tx, title, id)
      await touch(tx, consultation, wanted)
      await this.audit.append(tx, { actorId: actor.accountId, action: 'consultation.edited', subjectKind: 'consultation', subjectId: id, detail: { fields: asked, state: consultation.state } })
    })
  }

  /** Replaces the list of phases of a draft; a vote phase gets its vote, and loses it with the phase. Errors: 422 by phases.rules, `at` is `phases.<index>`. */
  async setPhases(actor: Actor, id: string, { revision, phases }: PhasesDto): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const consultation = await lockForChange(tx, actor, id, 'consultation.prepare')
      refuseStale(consultation, revision)
      DomainError.throwIfAny(changeRefusals(consultation.state, [{ field: 'phases' }]))
      // A draft may be without participation for a while; its announcement will ask.
      const numbered = phases.map((phase, index) => ({ ...phase, id: `phases.${index}` }))
      DomainError.throwIfAny(phaseScheduleRefusals(numbered).filter(({ code }) => code !== 'phase.no-participation'))
      await this.storePhases(tx, id, phases)
      await touch(tx, consultation, {})
      await this.audit.append(tx, { actorId: actor.accountId, action: 'consultation.phases-set', subjectKind: 'consultation', subjectId: id, detail: { phases: phases.map(({ kind, opensAt, closesAt }) => ({ kind, opensAt, closesAt })) } })
    })
  }

  /** Removes a draft. Error: 422 `consultation.wrong-state` for anything that was announced. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      const consultation = await lockForChange(tx, actor, id, 'consultation.prepare')
      if (consultation.state !== 'draft') throw new DomainError('consultation.wrong-state', { facts: { state: consultation.state, event: 'remove' } })
      await tx.delete(Consultation, { id })
      await this.audit.append(tx, { actorId: actor.accountId, action: 'consultation.removed', subjectKind: 'consultation', subjectId: id, detail: { title: consultation.title } })
    })
  }

  private async storePhases(tx: EntityManager, consultationId: string, phases: readonly PhaseDto[]): Promise<void> {
    const known = new Set((await tx.find(Phase, { where: { consultationId }, select: { id: true } })).map(({ id }) => id))
    const strangers = phases.flatMap(({ id }, index) => (id && (!known.has(id) || phases.findIndex((other) => other.id === id) !== index) ? [{ code: 'phase.unknown', at: `phases.${index}` }] : []))
    DomainError.throwIfAny(strangers)
    const kept = phases.map((phase, position) => ({
      id: phase.id ?? randomUUID(), consultationId, position, kind: phase.kind, title: phase.title, description: phase.description ?? '',
      opensAt: new Date(phase.opensAt), closesAt: new Date(phase.closesAt),
    }))
    await tx.query('delete from consultations.phase where consultation_id = $1 and not (id = any($2))', [consultationId, kept.map(({ id }) => id)])
    if (kept.length > 0) await tx.upsert(Phase, kept, ['id'])
    await tx.query(`delete from consultations.vote v using consultations.phase p where p.id = v.phase_id and v.consultation_id = $1 and p.kind <> 'vote'`, [consultationId])
    await tx.query(`
      insert into consultations.vote (consultation_id, phase_id)
      select $1, p.id from consultations.phase p where p.consultation_id = $1 and p.kind = 'vote' on conflict (phase_id) do nothing`, [consultationId])
  }

  /** The communes a consultation concerns: all of the metropolis unless told; a commune's own only. */
  private scopeOf(place: { kind: string, code: string }, wanted?: readonly string[]): string[] {
    if (!wanted) return place.kind === 'municipality' ? [place.code] : this.directory.list().map(({ code }) => code)
    const outside = wanted.filter((code) => (place.kind === 'municipality' ? code !== place.code : !this.directory.byCode(code)))
    DomainError.throwIfAny(outside.map((code) => ({ code: 'consultation.commune-outside', at: 'communes', facts: { code } })))
    return [...new Set(wanted)].sort()
  }
}

function ownerFor(actor: Actor, wanted?: { kind: 'metropolis' | 'municipality', code: string }): { kind: 'metropolis' | 'municipality', code: string } {
  const places = placesOf(actor, 'consultation.prepare').places.flatMap(({ kind, code }) => (kind === 'centre' ? [] : [{ kind, code }]))
  const [only] = places
  if (!wanted && places.length === 1 && only) return only
  if (!wanted) throw new DomainError('consultation.owner-needed', { facts: { places } })
  const own = places.find(({ kind, code }) => kind === wanted.kind && code === wanted.code)
  if (!own) throw new DomainError('place.other', { status: 403, facts: { kind: wanted.kind, code: wanted.code } })
  return own
}

/** Names of the form to names of the table; only what was given. */
function columnsOf({ communes: _, ...fields }: ConsultationFieldsDto): Partial<Consultation> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined).map(([name, value]) => [name, plain(value)]))
}

/** Without the classes of the form, which would make equal things differ. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

async function touch(tx: EntityManager, consultation: Consultation, changes: Partial<Consultation>): Promise<void> {
  await tx.update(Consultation, { id: consultation.id }, { ...changes, revision: consultation.revision + 1, updatedAt: (await one<{ now: Date }>(tx, 'select platform.clock() as now')).now })
}

async function uniqueSlug(tx: EntityManager, title: string, exceptId?: string): Promise<string> {
  const slug = slugOf(title)
  // Two titles alike at the same moment wait for each other here.
  await tx.query("select pg_advisory_xact_lock(hashtextextended('consultation-slug', 0))")
  const taken = await rows<{ slug: string }>(tx, `select slug from consultations.consultation where (slug = $1 or slug like $1 || '-%') and id is distinct from $2`, [slug, exceptId ?? null])
  return freeSlug(slug, taken.map((row) => row.slug))
}
