import type { ProposalText } from '../shapes'

/** First half of the proposals of « Rafraîchir nos places » : shade, trees, ground. */
export const PROPOSALS_SHADE: readonly ProposalText[] = [
  {
    title: 'Planter vingt arbres autour de la place du marché de Wazemmes',
    body: 'En été, la place du marché est un four. Le bitume garde la chaleur jusque tard le soir. Je propose de planter vingt arbres en bordure, là où les étals ne s’installent pas. Des tilleuls ou des érables champêtres donneraient de l’ombre en cinq ans. Les commerçants que j’ai interrogés sont d’accord, si les camions peuvent encore passer.',
    theme: 'environment', commune: '59350', place: 'La place du marché de Wazemmes', author: 'Aïcha M.', supports: 63, daysAfterOpening: 0,
    pictures: [{ scene: 'square', alt: 'Dessin : une place pavée sans arbre, un banc en plein soleil devant des maisons de brique.' }], paper: 'Plan des vingt arbres',
  },
  {
    title: 'Des voiles d’ombrage dans la cour de l’école, ouverte le mercredi',
    body: 'Notre école n’a aucun arbre dans la cour. Les enfants restent sous le préau dès le mois de mai. Des voiles tendues entre des mâts coûtent moins cher qu’un toit. On peut les retirer en hiver. Je propose aussi d’ouvrir la cour aux familles le mercredi après-midi, avec une personne de la ville pour l’accueil.',
    theme: 'education', commune: '59512', author: 'Karim B.', supports: 41, daysAfterOpening: 0,
    pictures: [{ scene: 'sails', alt: 'Dessin : deux voiles tendues entre deux mâts font de l’ombre dans une cour.' }],
  },
  {
    title: 'Une fontaine à boire tous les cinq cents mètres sur le Grand Boulevard',
    body: 'Je cours et je marche souvent entre Lille et Tourcoing. Sur tout le trajet, je n’ai trouvé que deux points d’eau. Une fontaine à boire tous les cinq cents mètres aiderait les marcheurs, les cyclistes et les livreurs. Il faut un modèle avec un bec bas pour les enfants et les personnes en fauteuil.',
    theme: 'health', commune: '59378', place: 'Le Grand Boulevard', author: 'Hélène D.', supports: 58, daysAfterOpening: 1,
  },
  {
    title: 'Remplacer une place de parking sur dix par un îlot planté',
    body: 'Dans nos rues de briques, il n’y a pas la place de planter sur le trottoir. Il y a la place sur la chaussée. Je propose de transformer une place de stationnement sur dix en îlot planté, avec un arbre et des vivaces. Les riverains choisiraient l’endroit ensemble. On commencerait par les rues sans aucun arbre.',
    theme: 'environment', commune: '59599', author: 'Thomas V.', supports: 37, daysAfterOpening: 1,
  },
  {
    title: 'Des bancs à l’ombre pour faire une pause avec ses courses',
    body: 'J’ai 81 ans et je vais à pied au marché. Entre chez moi et le marché, il n’y a pas un seul banc à l’ombre. Quand il fait chaud, je renonce. Je demande un banc avec un dossier et des accoudoirs tous les deux cents mètres. Avec un arbre derrière, ce serait parfait.',
    theme: 'solidarity', commune: '59017', place: 'Entre la gare et le marché', author: '', supports: 49, daysAfterOpening: 2, desk: 'armentieres-tiers-lieu-des-bords-de-lys',
  },
  {
    title: 'Rouvrir la petite rivière derrière la salle des fêtes',
    body: 'Un bras de la Lys passe sous la rue dans un tuyau. Les anciens se souviennent de l’avoir vu couler. Le rouvrir sur cent mètres rafraîchirait tout le quartier. Cela éviterait aussi que les caves prennent l’eau quand il pleut fort. Il faudrait une étude pour savoir ce que cela coûte.',
    theme: 'environment', commune: '59152', author: 'Bernard C.', supports: 22, daysAfterOpening: 3,
  },
  {
    title: 'Peindre en clair les toits des abribus',
    body: 'Attendre le bus en juillet sous un abri en verre est très pénible. Un toit clair ou couvert de plantes garde l’abri plus frais. C’est simple, et cela peut se faire vite. On peut commencer par les lignes les plus utilisées par les personnes âgées.',
    theme: 'mobility', commune: '59328', author: 'Sophie M.', supports: 34, daysAfterOpening: 3,
  },
  {
    title: 'Un verger ouvert à tous sur la friche de la rue des Tisserands',
    body: 'La friche est vide depuis neuf ans. Nous sommes douze voisins prêts à nous en occuper. Nous voulons y planter des pommiers, des poiriers et des groseilliers. Chacun pourra cueillir. La métropole garderait le terrain et nous aiderait à amener l’eau. Nous tiendrons le lieu ouvert chaque samedi.',
    theme: 'environment', commune: '59512', place: 'La friche de la rue des Tisserands', author: 'Collectif des Tisserands', supports: 54, daysAfterOpening: 4,
  },
  {
    title: 'Fermer la place aux voitures les jours de grande chaleur',
    body: 'Les jours d’alerte canicule, les voitures ajoutent du bruit et de la chaleur. Je propose de fermer la place de l’église de 12 heures à 20 heures ces jours-là. Les commerçants pourraient sortir des tables. Il faut garder l’accès pour les secours et pour les personnes handicapées.',
    theme: 'mobility', commune: '59009', author: 'Julien P.', supports: 29, daysAfterOpening: 4,
  },
  {
    title: 'Ouvrir les églises et les salles fraîches pendant les canicules',
    body: 'Certains bâtiments restent frais tout l’été, comme les églises et les vieilles salles en brique. Je propose d’en faire la liste et de les ouvrir l’après-midi pendant les canicules. Des bénévoles peuvent accueillir, avec de l’eau et des chaises. Une affiche à l’entrée du métro dirait où aller.',
    theme: 'health', commune: '59350', author: 'Marie-Claude R.', supports: 45, daysAfterOpening: 5,
  },
  {
    title: 'Désimperméabiliser la place de la gare',
    body: 'La place de la gare est entièrement en béton. Quand il pleut, l’eau part à l’égout. Quand il fait chaud, rien ne pousse. Je propose de remplacer la moitié du béton par des pavés avec des joints en herbe. On garderait un chemin lisse pour les valises, les poussettes et les fauteuils.',
    theme: 'environment', commune: '59599', place: 'La place de la gare', author: 'Élodie W.', supports: 39, daysAfterOpening: 5,
  },
  {
    title: 'Des brumisateurs simples devant la piscine et la médiathèque',
    body: 'Les enfants cherchent la fraîcheur et ouvrent parfois les bouches d’incendie. C’est dangereux et cela gaspille l’eau. Deux brumisateurs à bouton coûteraient moins cher que l’eau perdue. Ils ne marcheraient que lorsqu’il fait plus de 28 degrés.',
    theme: 'health', commune: '59650', author: 'Fatima Z.', supports: 26, daysAfterOpening: 6,
  },
  {
    title: 'Laisser pousser l’herbe au pied des arbres',
    body: 'Au pied des arbres de notre avenue, la terre est nue et dure comme la pierre. Si on laisse pousser l’herbe et les fleurs, la terre garde l’eau. Les arbres souffrent moins et les insectes reviennent. Cela ne coûte rien, et même un peu moins qu’aujourd’hui. Un petit panneau peut expliquer pourquoi on ne tond plus.',
    theme: 'environment', commune: '59163', author: 'Olivier S.', supports: 31, daysAfterOpening: 7,
  },
  {
    title: 'Un coin d’ombre pour les gens du marché aux livres',
    body: 'Je tiens un étal de livres le dimanche. À midi, les livres gondolent et les clients partent. Une grande toile fixée aux façades, comme dans le Sud, changerait tout. Les façades anciennes sont protégées: il faudra demander l’accord de l’architecte.',
    theme: 'culture', commune: '59350', author: 'Pascal T.', supports: 18, daysAfterOpening: 7,
  },
  {
    title: 'Planter une haie entre le terrain de jeux et la rocade',
    body: 'Nos enfants jouent à trente mètres de la rocade. Le bruit est fort et l’air est sec et sale. Une haie large de trois mètres, avec des charmes et des noisetiers, couperait le vent et la poussière. On pourrait la planter avec les deux écoles voisines, un samedi de novembre.',
    theme: 'environment', commune: '59507', author: 'Samira H.', supports: 36, daysAfterOpening: 8,
  },
  {
    title: 'De l’eau pour les chiens et pour les oiseaux',
    body: 'Quand il fait très chaud, les animaux souffrent aussi. Sous chaque fontaine, on pourrait mettre un petit bac qui se remplit avec l’eau perdue. C’est fait dans d’autres villes. Cela ne demande presque rien, seulement d’y penser au moment de commander les fontaines.',
    theme: 'environment', commune: '59410', author: 'Chantal G.', supports: 15, daysAfterOpening: 8,
  },
  {
    title: 'Un kiosque avec un toit végétal place Verte',
    body: 'Avant, il y avait un kiosque à musique sur notre place. Je propose d’en construire un nouveau, en bois, avec un toit couvert de plantes. Il ferait de l’ombre la journée. Le soir, l’école de musique et les associations pourraient y jouer. Un lycée professionnel peut aider à le construire.',
    theme: 'culture', commune: '59599', author: 'Jean-Marc F.', supports: 33, daysAfterOpening: 9,
  },
  {
    title: 'Des arbres devant la maison de retraite',
    body: 'Ma mère vit dans cette maison. Sa fenêtre donne sur un parking plein sud. L’été dernier, il faisait 33 degrés dans sa chambre. Six arbres à croissance rapide devant la façade feraient baisser la température. Les familles et le personnel sont prêts à arroser les premières années.',
    theme: 'solidarity', commune: '59286', author: '', supports: 52, daysAfterOpening: 9, desk: 'haubourdin-maison-france-services',
  },
  {
    title: 'Rendre l’ombre visible sur une carte',
    body: 'Quand on marche avec un bébé, on cherche le côté à l’ombre. Une carte affichée dans la rue et dans les mairies pourrait montrer les chemins frais à 10 heures, à 14 heures et à 18 heures. Les élèves d’un lycée ont déjà fait ce travail pour leur quartier. Il faut aussi une version papier, en gros caractères.',
    theme: 'health', commune: '59368', author: 'Inès K.', supports: 27, daysAfterOpening: 10,
  },
  {
    title: 'Transformer l’ancien quai de déchargement en jardin en pente douce',
    body: 'Le vieux quai près du canal ne sert plus. Il est en hauteur et en béton. On peut le casser en partie et faire un jardin en pente douce jusqu’à l’eau. Les personnes en fauteuil pourraient enfin s’approcher du canal. La pierre récupérée servirait à faire des gradins.',
    theme: 'public-space', commune: '59512', author: 'Mohamed A.', supports: 40, daysAfterOpening: 10,
  },
]
