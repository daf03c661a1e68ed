### Papel: una liberación en PDF.

action-paper = Imprimir en PDF
paper-printed = Impreso el { $when } ({ $zone }) para { $who }
paper-page = Página { $page } de { $pages }
paper-when = Cuándo
paper-who = Quién
paper-answer = Respuesta
paper-what = Qué
paper-state = Estado
paper-note = Observación
paper-changed = { $field }: { $new } (antes: { $old })
