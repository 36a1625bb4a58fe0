/** Everything that has a date still to come or not yet acted on: openings, closes, and when a closed vote may be sealed. Columns: consultation_id, vote_id, kind, phase, at. */
export const MOMENTS = `
  select p.consultation_id, null::uuid as vote_id, 'opens' as kind, p.title as phase, p.opens_at as at from consultations.phase p where p.state = 'scheduled'
  union all
  select p.consultation_id, null, 'closes', p.title, p.closes_at from consultations.phase p where p.state in ('scheduled', 'open')
  union all
  select v.consultation_id, v.id, 'seals', p.title, greatest(v.closes_at, v.admitted_until) + make_interval(hours => 24 * v.claim_days)
  from consultations.vote v join consultations.phase p on p.id = v.phase_id where v.state = 'counting'`

/** Whose a consultation is, as one word; alias `c`. */
export const PLACE = `c.owner_kind || ':' || c.owner_code`
