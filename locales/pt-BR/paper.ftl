### Papel: uma liberação em PDF.

action-paper = Imprimir em PDF
paper-printed = Impresso em { $when } ({ $zone }) para { $who }
paper-page = Página { $page } de { $pages }
paper-when = Quando
paper-who = Quem
paper-answer = Resposta
paper-what = O quê
paper-state = Estado
paper-note = Observação
paper-changed = { $field }: { $new } (antes: { $old })
