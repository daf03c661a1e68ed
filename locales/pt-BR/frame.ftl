### O que a moldura e as partes comuns de todas as páginas dizem. %n, %q e %when são preenchidos pelo navegador.

frame-skip = Ir para o conteúdo
frame-rail = Principal
frame-rail-open = Abrir o menu
frame-rail-fold = Recolher o menu
frame-search = Buscar ou executar
frame-bell = Notificações
frame-help = Ajuda
frame-person = Menu de { $name }
frame-settings = Minhas configurações
frame-keys = Atalhos de teclado
frame-theme = Tema
frame-theme-system = Sistema
frame-theme-light = Claro
frame-theme-dark = Escuro
frame-contrast = Contraste
frame-contrast-system = Sistema
frame-contrast-normal = Normal
frame-contrast-more = Alto
frame-density = Linhas
frame-density-compact = Compactas
frame-density-normal = Normais
frame-density-relaxed = Amplas
frame-language = Idioma
frame-log-out = Sair
frame-place = Onde você está
frame-zone = Horários em { $zone }
frame-api = API
frame-load-failed = Não foi possível carregar. Nada foi alterado.

rail-home = Início
rail-releases = Liberações
rail-activities = Atividades
rail-portfolio = Portfólio
rail-administration = Administração

state-closed = Encerrada
state-delayed = Atrasada

priority-1 = Crítica
priority-2 = Alta
priority-3 = Média
priority-4 = Baixa
priority-5 = Baixa

person-nobody = Ninguém ainda

action-cancel = Cancelar
action-close = Fechar
action-copy = Copiar
action-copied = Copiado

# A marca no rótulo de um campo que deve ser preenchido.
field-must = obrigatório
# O que se diz junto a um campo deixado vazio.
field-required = Preenchimento obrigatório
field-show-dependent = Mostrar os campos desta escolha
error-summary-title = { $n ->
    [one] Há um ponto a corrigir
   *[other] Há { $n } pontos a corrigir
}
date-hint = Como "amanhã 20:00", "+2d 8:00" ou 01/12/2026 20:00. Fuso: { $zone }
date-pick = Escolher no calendário
date-not-understood = Esta data e hora não pôde ser lida

draft-found = O que você digitou aqui %when não foi salvo.
draft-restore = Restaurar
draft-discard = Descartar
draft-restored = Restaurado. Nada foi salvo ainda.

list-select-all = Selecionar todas as linhas desta página
list-select-row = Selecionar { $name }
list-selected-one = 1 selecionada
list-selected-other = %n selecionadas
list-fresh-one = 1 nova
list-fresh-other = %n novas
list-fresh-show = mostrar
list-updated = A lista foi atualizada
list-pager = Páginas
list-pager-of = de
list-pager-previous = Anterior
list-pager-next = Próxima

matches-none = Nada encontrado
matches-one = 1 resultado
matches-other = %n resultados
matches-searching = Buscando

palette-title = Busca e comandos
palette-move = mover
palette-open = abrir
palette-search = Buscar "%q" em tudo

confirm-title = Confirme
confirm-go = Continuar

keys-on = Atalhos de uma tecla ligados
keys-on-hint = Ctrl K funciona sempre. Os atalhos nunca agem enquanto você digita.
keys-next-row = Próxima linha
keys-previous-row = Linha anterior
keys-open-row = Abrir a linha
keys-preview-row = Ver prévia da linha
keys-select-row = Selecionar a linha
keys-edit = Editar
keys-advance = Avançar
keys-capture = Capturar
keys-search = Buscar
keys-list = Esta lista
keys-palette = Busca e comandos
keys-change = Trocar a tecla
keys-press = Pressione a nova tecla
keys-reset = Restaurar as teclas originais

ribbon-title = Fluxo
ribbon-done = concluída
ribbon-now = atual
ribbon-ahead = por vir
ribbon-skipped = pulada

history-fields = { $n ->
    [one] { $n } campo alterado
   *[other] { $n } campos alterados
}
diff-field = Campo
diff-old = Antes
diff-new = Depois
diff-none = vazio
