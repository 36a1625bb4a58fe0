/** What is read aloud at the desk. A change of words is a new version; the old one stays, since sessions and mandates name it. */
export const CONSENT_TEXTS: readonly { version: string, effectiveFrom: string, bodies: { fr: string } & Readonly<Record<string, string>> }[] = [
  {
    version: '1.0',
    effectiveFrom: '2025-01-01T00:00:00+01:00',
    bodies: {
      fr: `Vous me demandez de participer pour vous, car vous n’avez pas de compte ou vous ne voulez pas écrire vous-même.

Je vais taper votre nom, votre prénom, votre date de naissance et votre commune. Ces informations servent à une seule chose\u00a0: vérifier que chaque personne compte une fois. L’ordinateur en fait un code, puis il les efface. Votre nom n’est pas gardé.

Je vais entendre et taper votre choix. Je n’ai pas le droit de le répéter. Je ne pourrai plus le revoir après l’avoir envoyé.

Avant d’envoyer, je vous relis tout. Vous dites oui, ou vous changez. Vous pouvez aussi arrêter à tout moment.

Vous recevez un code sur papier. Avec ce code, vous pouvez vérifier que votre participation a bien été reçue.

Si vous êtes sous tutelle, sous curatelle ou sous sauvegarde de justice, je ne peux pas participer à votre place. Je peux vous aider à le faire vous-même.

Est-ce que vous êtes d’accord\u00a0?`,
    },
  },
  {
    version: '2.0',
    effectiveFrom: '2025-01-02T00:00:00+01:00',
    bodies: {
      fr: `Vous me demandez de participer pour vous, car vous n’avez pas de compte ou vous ne voulez pas écrire vous-même. Vous donnez pour cela un mandat à l’organisation où je travaille. Je vous lis pour quelles consultations, et jusqu’à quand.

Je vais taper votre nom, votre prénom, votre date de naissance et votre commune. Ces informations servent à une seule chose\u00a0: vérifier que chaque personne compte une fois. L’ordinateur en fait un code, puis il les efface. Votre nom n’est pas gardé.

Je vais entendre et taper votre choix. Je n’ai pas le droit de le répéter. Je ne pourrai plus le revoir après l’avoir envoyé.

Avant d’envoyer, je vous relis tout. Vous dites oui, ou vous changez. Vous pouvez aussi arrêter à tout moment.

Vous recevez deux codes. Avec l’un, vous vérifiez que votre participation est bien arrivée. Avec l’autre, vous arrêtez ce mandat quand vous voulez\u00a0: ici, par téléphone, ou sur le site.

Si vous êtes sous tutelle, sous curatelle ou sous sauvegarde de justice, je ne peux pas participer à votre place. Je peux vous aider à le faire vous-même.

Est-ce que vous êtes d’accord\u00a0?`,
      en: `You ask me to take part for you, because you have no account or do not want to write yourself. For this you give a mandate to the organisation I work for. I will read to you for which consultations, and until when.

I will type your surname, first name, date of birth and town. They serve one purpose only: to check that each person counts once. The computer makes a code from them, then erases them. Your name is not kept.

I will hear and type your choice. I am not allowed to repeat it. I cannot see it again once it is sent.

Before sending, I read everything back to you. You say yes, or you change it. You can also stop at any time.

You receive two codes. With one, you check that your participation arrived. With the other, you end this mandate whenever you like: here, by telephone, or on the website.

If you are under guardianship or another legal protection, I cannot take part in your place. I can help you do it yourself.

Do you agree?`,
      nl: `U vraagt mij om voor u deel te nemen, omdat u geen account hebt of niet zelf wilt schrijven. Daarvoor geeft u een mandaat aan de organisatie waar ik werk. Ik lees u voor voor welke raadplegingen, en tot wanneer.

Ik typ uw naam, uw voornaam, uw geboortedatum en uw gemeente in. Die dienen maar voor één ding: nagaan dat iedere persoon één keer telt. De computer maakt er een code van en wist ze daarna. Uw naam wordt niet bewaard.

Ik hoor en typ uw keuze. Ik mag die niet herhalen. Ik kan die na het verzenden niet meer zien.

Voor het verzenden lees ik u alles voor. U zegt ja, of u verandert iets. U kunt ook op elk moment stoppen.

U krijgt twee codes. Met de ene gaat u na of uw deelname is aangekomen. Met de andere beëindigt u dit mandaat wanneer u wilt: hier, per telefoon of op de website.

Staat u onder bewind, curatele of een andere bescherming, dan mag ik niet in uw plaats deelnemen. Ik kan u helpen om het zelf te doen.

Gaat u akkoord?`,
      pl: `Prosi mnie Pan/Pani o udział w swoim imieniu, ponieważ nie ma Pan/Pani konta albo nie chce pisać samodzielnie. W tym celu udziela Pan/Pani pełnomocnictwa organizacji, w której pracuję. Przeczytam, do jakich konsultacji i do kiedy.

Wpiszę Pana/Pani nazwisko, imię, datę urodzenia i gminę. Służą one tylko do jednego: sprawdzenia, że każda osoba liczy się raz. Komputer tworzy z nich kod, a potem je usuwa. Nazwisko nie jest przechowywane.

Usłyszę i wpiszę Pana/Pani wybór. Nie wolno mi go powtarzać. Po wysłaniu nie będę mógł go już zobaczyć.

Przed wysłaniem wszystko odczytam. Mówi Pan/Pani „tak” albo zmienia. Można też przerwać w każdej chwili.

Otrzyma Pan/Pani dwa kody. Jednym sprawdzi Pan/Pani, że udział dotarł. Drugim zakończy Pan/Pani to pełnomocnictwo w dowolnej chwili: tutaj, przez telefon albo na stronie.

Jeżeli jest Pan/Pani pod kuratelą lub inną ochroną prawną, nie mogę brać udziału w Pana/Pani imieniu. Mogę pomóc zrobić to samodzielnie.

Czy zgadza się Pan/Pani?`,
      ar: `أنت تطلب مني أن أشارك نيابةً عنك، لأنه ليس لديك حساب أو لأنك لا تريد أن تكتب بنفسك. لذلك تعطي توكيلًا للمنظمة التي أعمل فيها. سأقرأ لك لأيّ استشارات، وحتى أيّ تاريخ.

سأكتب اسم عائلتك واسمك وتاريخ ميلادك وبلديتك. هذه المعلومات لغرض واحد فقط: التأكد من أن كل شخص يُحسب مرة واحدة. يصنع الحاسوب منها رمزًا ثم يمحوها. لا يُحفظ اسمك.

سأسمع اختيارك وأكتبه. لا يحق لي أن أردده. ولن أستطيع رؤيته بعد إرساله.

قبل الإرسال، أقرأ لك كل شيء. تقول نعم، أو تغيّر. ويمكنك أيضًا أن تتوقف في أي وقت.

ستحصل على رمزين. بالأول تتأكد من وصول مشاركتك. وبالثاني تنهي هذا التوكيل متى تشاء: هنا، أو بالهاتف، أو على الموقع.

إذا كنت تحت الوصاية أو القوامة أو حماية قانونية أخرى، فلا يمكنني أن أشارك مكانك. يمكنني أن أساعدك لتفعل ذلك بنفسك.

هل أنت موافق؟`,
    },
  },
]
