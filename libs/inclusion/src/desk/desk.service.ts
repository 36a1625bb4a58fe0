import { Injectable } from '@nestjs/common'
import type { Channel } from '@parvis/consultations'
import type { Actor } from '@parvis/identity'
import { mayActIn } from '@parvis/identity'
import { maybe, one, rows } from '@parvis/platform'
import { DataSource } from 'typeorm'
import type { Assistant } from '../assisted-sessions/modes.rules'
import { entriesFor, proposedDoors, ruleOf } from '../assisted-sessions/modes.rules'
import { Centres } from '../centres/centres.service'
import { Kiosks } from '../kiosks/kiosks.service'
import { ConsentRequests } from '../mandates/consent-requests.service'
import { PaperStock } from '../paper-kits/paper-stock.service'
import type { DeskView, DoorsQuery, DoorsView } from './desk.dto'

interface OpenConsultation {
  id: string
  slug: string
  title: string
  communes: string[]
  minAge: number
  kinds: string[]
  /** Proposals may be amended there. */
  amendments: boolean
  voteId: string | null
  closesAt: Date
}

/** Doors that every desk can open; a kiosk where one was heard within minutes, paper where a form lies in the cupboard. */
const OFFERED: readonly Channel[] = ['accompanied', 'on_behalf']

@Injectable()
export class Desk {
  constructor(private readonly dataSource: DataSource, private readonly centres: Centres, private readonly requests: ConsentRequests, private readonly kiosks: Kiosks, private readonly paper: PaperStock) {}

  async today(actor: Actor): Promise<DeskView> {
    const own = (await this.centres.active()).filter(({ slug }) => mayActIn(actor, 'desk.use', { kind: 'centre', code: slug }))
    const open = await rows<OpenConsultation>(this.dataSource, `
      select c.id, c.slug, c.title, c.scope_codes as communes, c.min_age as "minAge", array_agg(p.kind) as kinds, bool_or(coalesce(r.amendment_days is not null, false)) as amendments,
        (array_agg(v.id order by p.opens_at) filter (where v.id is not null))[1] as "voteId", min(p.closes_at) as "closesAt"
      from consultations.consultation c
      join consultations.phase p on p.consultation_id = c.id and p.state = 'open' and p.closes_at > platform.clock()
      left join consultations.vote v on v.phase_id = p.id left join consultations.proposal_rules r on r.phase_id = p.id
      where c.state = 'running' and c.suspended_at is null and (p.kind in ('proposals', 'debate', 'questionnaire') or (p.kind = 'vote' and v.state = 'open' and v.roll_kind = 'open'))
      group by c.id order by min(p.closes_at), c.title`)
    const { acts } = await one<{ acts: number }>(this.dataSource, 'select coalesce(sum(acts), 0)::integer as acts from inclusion.assisted_session where mediator_id = $1 and day = platform.today()', [actor.accountId])
    const { assistant, organisation } = await this.assistantOf(actor)
    return {
      centres: own.map((centre) => this.centres.view(centre)),
      consultations: open.map(({ kinds, amendments, closesAt, ...consultation }) => ({ ...consultation, may: entriesFor('on_behalf', kinds, amendments), closesAt: closesAt.toISOString() })),
      assistant,
      organisation,
      smsOffered: this.requests.offered,
      today: { acts },
    }
  }

  /** Only what who asks may assist: nobody fills in a mandate that is then refused. */
  async doors(actor: Actor, { account, types, protective }: DoorsQuery): Promise<DoorsView> {
    const { assistant } = await this.assistantOf(actor)
    const [kiosk, paper] = await Promise.all([this.kiosks.anyFor(actor), this.paper.anyFor(actor)])
    const offered: Channel[] = [...OFFERED, ...(kiosk ? ['kiosk' as const] : []), ...(paper ? ['paper' as const] : [])]
    return { doors: proposedDoors({ account: account === 'yes', types: types === 'yes', protectiveMeasure: protective === 'yes' }, offered.filter((door) => ruleOf(door).assistants.includes(assistant))) }
  }

  /** As `deskRefusals` reads it: a member of the reserve is a volunteer, whatever else they hold. */
  private async assistantOf({ accountId }: Actor): Promise<{ assistant: Assistant, organisation: string }> {
    return await maybe<{ assistant: Assistant, organisation: string }>(this.dataSource, `
      select case when exists (select from inclusion.reserve_member r where r.account_id = $1) then 'volunteer' else d.kind end as assistant, o.name as organisation
      from identity.desk_place d join inclusion.habilitation h on h.id = d.habilitation_id join inclusion.organisation o on o.id = h.organisation_id where d.account_id = $1 limit 1`, [accountId]) ?? { assistant: 'volunteer', organisation: '' }
  }
}
