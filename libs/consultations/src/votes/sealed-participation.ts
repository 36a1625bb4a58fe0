/**
 * SQL: participation of a sealed vote, rounded down to ten. The count kept it; until that is done, the roll says it, which may be
 * rewritten meanwhile. No page counts a million rows again.
 * @param vote SQL expression of the vote's identifier
 */
export const SEALED_PARTICIPATION = (vote: string): string => `coalesce(
  (select sum((cell ->> 'count')::integer) / 10 * 10 from consultations.tally t cross join jsonb_array_elements(t.turnout) cell where t.vote_id = ${vote}),
  greatest(roll.participation(${vote}), (select (count(*) / 10 * 10)::integer from roll.sealed_entry e where e.vote_id = ${vote} and e.status = 'admitted')))::integer`
