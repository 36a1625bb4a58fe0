/** Sentences that read the same in another language as in French, on purpose: the test of the catalogue knows no others. */
const word = 'The word is the same in both languages'
const name = 'A proper name is not translated'
const language = 'Each language is called by its own name'
const values = 'Values or letters only, no word of ours'

export const sameInFrench: Record<'en' | 'nl', Record<string, string>> = {
  en: {
    common_brand: name,
    common_brand_place: name,
    gallery_item_place: name,
    gallery_language_fr: language,
    gallery_language_en: language,
    gallery_language_nl: language,
    account_me_role: values,
    results_kept_votes: values,
    help_comfort_sample_letters: values,
    account_mailbox_count: word,
    charter_target_municipality: word,
    common_nav_consultations: word,
    common_notice_info: word,
    common_pages_word: word,
    common_commune: word,
    consultations_count: word,
    theme_culture: word,
    theme_sport: word,
    theme_budget: word,
    gallery_notices: word,
    gallery_phase_3: word,
    gestion_nav_consultations: word,
    gestion_list_head: word,
    gestion_list_count: word,
    gestion_phase_information: word,
    gestion_phase_vote: word,
    gestion_vote_card: word,
    gestion_vote_dates: word,
    gestion_participation: word,
    gestion_place_communes: word,
    gestion_subject_consultation: word,
    gestion_subject_vote: word,
    mediation_receipt_ballot: word,
    mediation_receipt_consultation: word,
    proposals_versions: word,
    proposals_version: word,
    results_receipt_consultation: word,
    search_kind_consultation: word,
    search_is_consultation: word,
  },
  nl: {
    common_brand: name,
    common_brand_place: name,
    gallery_item_place: name,
    gallery_language_fr: language,
    gallery_language_en: language,
    gallery_language_nl: language,
    account_me_role: values,
    results_kept_votes: values,
    help_comfort_sample_letters: values,
    charter_tier: word,
    charter_way_paper: word,
    theme_sport: word,
    theme_budget: word,
  },
}

/** Keys whose sentences take other values in another language, and why. */
export const otherValues: Record<string, string> = {
  common_hour_noon: 'English counts twelve hours and says noon',
  common_hour_morning: 'English counts twelve hours and says noon',
  common_hour_evening: 'English counts twelve hours and says noon',
  common_hour_minutes_morning: 'English counts twelve hours and says noon',
  common_hour_minutes_evening: 'English counts twelve hours and says noon',
}
