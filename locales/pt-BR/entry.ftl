### Registros: como se chamam tipos, campos, palavras e erros.

# What all entries share
entry-yes = Sim
entry-no = Não
entry-new = Novo
entry-create = Criar
entry-edit = Editar
entry-delete = Excluir
entry-actions = Ações
entry-actions-of = Ações para { $name }
entry-views = Visões
entry-tab-all = Todos
entry-tab-active = Ativos
entry-tab-inactive = Inativos
entry-search = Palavras a procurar
entry-search-go = Procurar
entry-search-all = Mostrar tudo
entry-none-yet = Ainda não há nada aqui
entry-none-found = Nada corresponde
entry-none-found-hint = Tente menos palavras, ou mostre tudo.
entry-none-chosen = Nenhum
entry-choose = Escolha um
entry-link = Vincular
entry-link-more = Mais um: { $what }
entry-row-more = Adicionar uma linha
entry-row-remove = Remover
entry-row-remove-this = Remover a linha { $n }
entry-secret-stays = Deixe em branco para manter a atual.
entry-allowed = Permitido
entry-value = Valor
entry-history = Histórico
entry-deleted = Excluído em
entry-changed-meanwhile = { $who } alterou isto enquanto você escrevia
entry-changed-meanwhile-hint = Nada foi salvo. O que você digitou continua no formulário: salvar de novo mantém a sua versão destes campos.
entry-yours = O seu
entry-theirs = O que está gravado
entry-delete-title = Excluir { $name }?
entry-delete-asks = Sai de todas as listas e não pode mais ser escolhido. O histórico permanece.
entry-delete-go = Excluir
entry-delete-used = Não pode ser excluído enquanto é usado aqui:
said-deleted = Excluído.
entry-event-created = Criado
entry-event-edited = Alterado
entry-event-deleted = Excluído
entry-event-password-changed = Senha alterada

# The administration page
entry-home-people = Pessoas e acesso
entry-home-time = Tempo de trabalho
entry-home-catalogue = Catálogo
entry-home-others = Fluxos e configurações
entry-flows = Fluxos
entry-flows-about = Como as liberações vão de tarefa em tarefa
entry-parameters = Parâmetros
entry-parameters-about = O que se define uma vez para todos
entry-flow = Fluxo
entry-flow-plural = Fluxos
entry-release = Liberação
entry-release-plural = Liberações

# Fields that several kinds have
entry-field-name = Nome
entry-field-description = Descrição
entry-field-icon = Imagem
entry-field-active = Ativo
entry-field-active-hint = O que não está ativo permanece onde é usado e não é oferecido para nada novo.
entry-field-zone = Fuso horário
entry-field-zone-hint = Um nome IANA como America/Sao_Paulo
entry-field-unit = Unidade
entry-field-location = Localidade
entry-field-employee = Colaborador
entry-field-email = E-mail
entry-field-contracts = Contratos
entry-field-language = Idioma
entry-field-created-at = Criado
entry-field-updated-at = Alterado
entry-field-deleted-at = Excluído
entry-field-working-day = Jornada

# Words of choices
entry-word-active = Ativo
entry-word-inactive = Inativo
entry-word-en = Inglês
entry-word-pt-BR = Português (Brasil)
entry-word-es = Espanhol
entry-word-high = Alto
entry-word-medium = Médio
entry-word-low = Baixo

# Units
entry-unit = Unidade
entry-unit-plural = Unidades
entry-unit-about = Departamentos e filiais, em árvore
entry-unit-new = Nova unidade
entry-unit-parent = Pertence a
entry-unit-latitude = Latitude
entry-unit-latitude-hint = Em graus, negativos ao sul do equador
entry-unit-longitude = Longitude
entry-unit-longitude-hint = Em graus, negativos a oeste de Greenwich

# Locations
entry-location = Localidade
entry-location-plural = Localidades
entry-location-about = Prédios, andares e salas de uma unidade
entry-location-new = Nova localidade

# Employees
entry-employee = Colaborador
entry-employee-plural = Colaboradores
entry-employee-about = Todos para quem se pode fazer uma liberação, com ou sem login
entry-employee-new = Novo colaborador
entry-employee-phone = Telefone
entry-employee-extension = Ramal
entry-employee-position = Cargo
entry-employee-kind = Tipo
entry-employee-kind-employee = Colaborador
entry-employee-kind-contractor = Terceiro
entry-employee-kind-partner = Parceiro

# Users
entry-user = Usuário
entry-user-plural = Usuários
entry-user-about = Quem pode entrar, e com qual perfil
entry-user-new = Novo usuário
entry-user-login = Nome de login
entry-user-password = Senha
entry-user-password-hint = Uma nova senha encerra as sessões da pessoa.
entry-user-profile = Perfil de acesso
entry-user-language-hint = Sem ele, usa-se o idioma do navegador.

# Groups
entry-group = Grupo
entry-group-plural = Grupos
entry-group-about = Equipes, o que podem fazer em cada fluxo, e quem faz parte
entry-group-new = Novo grupo
entry-group-acronym = Sigla
entry-group-leader = Líder
entry-group-email = Outros endereços de e-mail
entry-group-email-hint = Um em cada linha
entry-group-contracts-hint = Os contratos sob os quais o grupo trabalha
entry-group-members = Membros
entry-group-members-employee = Colaborador
entry-group-members-receives-mail = Recebe e-mail do grupo
entry-group-service-desk = Grupo de service desk
entry-group-service-desk-hint = Tarefas podem ser delegadas a ele.
entry-group-change-advisory-board = Comitê consultivo de mudanças
entry-group-suspend-reactivate = Suspende e reativa
entry-group-suspend-reactivate-hint = Em todo fluxo, digam o que disserem as permissões abaixo
entry-group-mandatory-mail = E-mail obrigatório
entry-group-mandatory-mail-hint = As liberações deste grupo enviam estes e-mails, seja o que for marcado nelas.
entry-group-mandatory-mail-creation = Na criação
entry-group-mandatory-mail-actions = Em cada ação
entry-group-mandatory-mail-closing = No encerramento
entry-group-flow-permissions = Permissões nos fluxos
entry-group-flow-permissions-flow = Fluxo
entry-group-flow-permissions-actions = Pode
entry-group-flow-permissions-actions-create = Criar
entry-group-flow-permissions-actions-execute = Executar
entry-group-flow-permissions-actions-delegate = Delegar
entry-group-flow-permissions-actions-suspend = Suspender
entry-group-flow-permissions-actions-reactivate = Reativar
entry-group-flow-permissions-actions-change-sla = Alterar o prazo
entry-group-flow-permissions-actions-reopen = Reabrir
entry-group-flow-permissions-actions-cancel = Cancelar
entry-group-flow-permissions-actions-reclassify = Reclassificar

# Profiles
entry-profile = Perfil de acesso
entry-profile-plural = Perfis de acesso
entry-profile-about = Que partes do Slipway alguém pode ver e manter
entry-profile-new = Novo perfil
entry-profile-rights = Direitos
entry-profile-rights-hint = Salvar inclui procurar, excluir inclui ambos.
entry-profile-may-enter = Pode entrar
entry-profile-rights-search = Procurar
entry-profile-rights-save = Salvar
entry-profile-rights-delete = Excluir
entry-profile-rights-release = Liberações
entry-profile-rights-portfolio = Portfólios e modelos
entry-profile-rights-justification = Justificativas e categorias
entry-profile-rights-cmdb = CMDB
entry-profile-rights-media = Biblioteca de mídias
entry-profile-rights-change = Mudanças
entry-profile-rights-problem = Problemas
entry-profile-rights-knowledge = Conhecimento
entry-profile-rights-ticket = Chamados
entry-profile-rights-project = Projetos
entry-profile-rights-workspace = Quadros
entry-profile-rights-directory = Pessoas, acesso, tempo de trabalho
entry-profile-rights-flow = Fluxos
entry-profile-rights-questionnaire = Questionários
entry-profile-rights-parameter = Parâmetros e modelos de e-mail
entry-profile-rights-report = Relatórios
entry-profile-rights-audit = Auditoria
entry-profile-rights-special = Além destes
entry-profile-rights-all-releases = Vê todas as liberações
entry-profile-rights-override-freeze = Passa por cima de um congelamento
entry-profile-rights-confirm-questionnaires = Confirma questionários

# Contracts
entry-contract = Contrato
entry-contract-plural = Contratos
entry-contract-about = Os acordos sob os quais se trabalha
entry-contract-new = Novo contrato
entry-contract-number = Número
entry-contract-client = Cliente
entry-contract-provider = Fornecedor
entry-contract-start = Início
entry-contract-end = Fim
entry-contract-end-hint = Em branco: não tem fim.
entry-contract-groups = Grupos
entry-contract-units = Unidades

# Working days
entry-working-day = Jornada
entry-working-day-plural = Jornadas
entry-working-day-about = As horas trabalhadas em um dia
entry-working-day-new = Nova jornada
entry-working-day-intervals = Horas
entry-working-day-intervals-hint = Em ordem, como 08:00; um dia termina às 24:00.
entry-working-day-intervals-start = De
entry-working-day-intervals-end = Até
entry-working-day-total-minutes = Minutos no total

# Calendars
entry-calendar = Calendário
entry-calendar-plural = Calendários
entry-calendar-about = Que dias são trabalhados em que fuso, com exceções
entry-calendar-new = Novo calendário
entry-calendar-holidays = Considera feriados
entry-calendar-week = Semana
entry-calendar-week-hint = Um dia sem jornada não é trabalhado.
entry-calendar-week-monday = Segunda-feira
entry-calendar-week-tuesday = Terça-feira
entry-calendar-week-wednesday = Quarta-feira
entry-calendar-week-thursday = Quinta-feira
entry-calendar-week-friday = Sexta-feira
entry-calendar-week-saturday = Sábado
entry-calendar-week-sunday = Domingo
entry-calendar-exceptions = Exceções
entry-calendar-exceptions-hint = Uma exceção vem antes de um feriado e antes da semana.
entry-calendar-exceptions-kind = Tipo
entry-calendar-exceptions-kind-day-off = Folga
entry-calendar-exceptions-kind-work = Trabalho
entry-calendar-exceptions-from = De
entry-calendar-exceptions-to = Até
entry-calendar-exceptions-working-day = Jornada
entry-calendar-reckon = Calcular tempo de trabalho

# Holidays
entry-holiday = Feriado
entry-holiday-plural = Feriados
entry-holiday-about = Dias não trabalhados, em toda parte ou em uma unidade
entry-holiday-new = Novo feriado
entry-holiday-date = Data
entry-holiday-every-year = Todo ano
entry-holiday-unit-hint = Nenhuma: é feriado em toda parte.

# Portfolios
entry-portfolio = Portfólio
entry-portfolio-plural = Portfólios
entry-portfolio-about = Pastas dos modelos a partir dos quais se registram liberações
entry-portfolio-new = Novo portfólio

# Models
entry-model = Modelo
entry-model-plural = Modelos
entry-model-about = Predefinições de liberações: fluxo, grupo, calendário, e-mails
entry-model-new = Novo modelo
entry-model-portfolio = Portfólio
entry-model-flow = Fluxo
entry-model-executor-group = Grupo executor
entry-model-calendar = Calendário
entry-model-mail-creation = E-mail na criação
entry-model-mail-completion = E-mail na conclusão
entry-model-mail-actions = E-mail em outras ações
entry-model-impact = Impacto
entry-model-urgency = Urgência
entry-model-category = Categoria
entry-model-category-minor = Menor
entry-model-category-major = Maior
entry-model-category-significant = Significativa
entry-model-category-emergency = Emergencial
entry-model-status = Situação
entry-model-status-hint = Só um modelo ativo é oferecido para novas liberações.
entry-model-status-new = Novo
entry-model-status-active = Ativo
entry-model-status-retired = Aposentado
entry-model-contracts-hint = Nenhum: suas liberações podem ser feitas sob qualquer contrato.
entry-model-requires-change = Uma mudança deve ser vinculada antes do fim da primeira tarefa
entry-model-requires-description = A descrição é obrigatória
entry-model-suspension-policy = Uma suspensão
entry-model-suspension-policy-shift-deadline = Move o prazo limite
entry-model-suspension-policy-keep-deadline = Mantém o prazo limite

# Justifications
entry-justification = Justificativa
entry-justification-plural = Justificativas
entry-justification-about = Motivos de uma suspensão
entry-justification-new = Nova justificativa
entry-justification-name-hint = Em branco: a primeira linha da descrição.
entry-justification-situation = Situação
entry-justification-suspends = Pode ser usada para suspender

# Lists of names
entry-solution-category = Categoria de solução
entry-solution-category-plural = Categorias de solução
entry-solution-category-about = Como as liberações foram resolvidas, ou por que foram canceladas
entry-solution-category-new = Nova categoria de solução
entry-occurrence-category = Categoria de ocorrência
entry-occurrence-category-plural = Categorias de ocorrência
entry-occurrence-category-about = De que trata um registro do diário de trabalho
entry-occurrence-category-new = Nova categoria de ocorrência
entry-occurrence-origin = Origem de ocorrência
entry-occurrence-origin-plural = Origens de ocorrência
entry-occurrence-origin-about = De onde veio um registro do diário de trabalho
entry-occurrence-origin-new = Nova origem de ocorrência
entry-change-outcome = Resultado de mudança
entry-change-outcome-plural = Resultados de mudança
entry-change-outcome-about = O que aconteceu com uma mudança que uma liberação levou
entry-change-outcome-new = Novo resultado de mudança
entry-activity-group = Grupo de atividade
entry-activity-group-plural = Grupos de atividade
entry-activity-group-about = Equipes que executam atividades agendadas
entry-activity-group-new = Novo grupo de atividade
entry-activity-group-group = Grupo
entry-activity-group-group-hint = Os seus membros são avisados quando uma atividade é agendada, mudada ou encerrada.
entry-activity-group-start = Desde

# Mail templates
entry-mail-template = Modelo de e-mail
entry-mail-template-plural = Modelos de e-mail
entry-mail-template-about = O que dizem os e-mails, em cada idioma
entry-mail-template-new = Novo modelo de e-mail
entry-mail-template-title = Título
entry-mail-template-identifier = Identificador
entry-mail-template-identifier-hint = O mesmo em todos os idiomas; o idioma de quem lê decide qual texto é enviado.
entry-mail-template-subject = Assunto
entry-mail-template-body = Texto
entry-mail-template-body-hint = Marcadores como ${"{"}NUMBER{"}"}, ${"{"}TITLE{"}"} ou ${"{"}LINK{"}"} são preenchidos no envio.
entry-mail-template-process = Processo
entry-mail-template-process-release = Liberações
entry-mail-template-process-change = Mudanças
entry-mail-template-process-problem = Problemas
entry-mail-template-process-ticket = Chamados
entry-mail-template-process-cmdb = CMDB
entry-mail-template-process-media = Biblioteca de mídias
entry-mail-template-process-notification = Notificações

# Parameters
entry-parameter-default = Padrão: { $value }
entry-parameter-none = nenhum
entry-parameter-release-prefix = Prefixo dos números de liberação
entry-parameter-release-prefix-hint = Mostrado antes do número, como em REL-42.
entry-parameter-groups-follow-contracts = Grupos executores devem pertencer ao contrato
entry-parameter-groups-follow-contracts-hint = Uma liberação então só aceita grupos vinculados ao seu contrato.
entry-parameter-units-follow-contracts = Unidades devem pertencer ao contrato
entry-parameter-units-follow-contracts-hint = Uma liberação então só aceita unidades vinculadas ao seu contrato.
entry-parameter-locations-are-free = Localidades independem de unidades
entry-parameter-locations-are-free-hint = A localidade de um contato pode então ser de outra unidade.
entry-parameter-mail-switched-off = Não enviar nenhum e-mail
entry-parameter-mail-switched-off-hint = Enquanto ligado, nenhum e-mail entra na fila nem é enviado.
entry-parameter-mail-requester = Enviar e-mail ao solicitante durante o fluxo
entry-parameter-mail-requester-hint = Para ações entre a criação e o encerramento.
entry-parameter-rows-per-page = Linhas por página
entry-parameter-rows-per-page-hint = Em listas, de 10 a 200.
entry-parameter-search-limit = Máximo de linhas de uma pesquisa
entry-parameter-search-limit-hint = A lista de liberações termina ali e diz isso. Em branco: sem limite.
entry-parameter-mail-retention-days = Guardar os e-mails enviados por (dias)
entry-parameter-mail-retention-days-hint = Depois saem da caixa de saída. O que espera ou falhou permanece. Em branco: para sempre.
entry-parameter-upload-limit-bytes = Maior arquivo em bytes
entry-parameter-upload-limit-bytes-hint = 1 GiB é 1073741824.
entry-parameter-forbidden-extensions = Extensões de arquivo recusadas
entry-parameter-forbidden-extensions-hint = Separadas por espaços, sem pontos.

# Portfolios and their models
portfolio-advance = Avançar
portfolio-models = Modelos
portfolio-none = Ainda não há portfólio
portfolio-no-models = Nenhum modelo aqui
portfolio-no-models-hint = Os modelos mudam de aba conforme a situação.

# The calculator of working time
reckon-title = Tempo de trabalho em { $name }
reckon-intro = Informe um início e um fim ou minutos. Horários em { $zone }.
reckon-start = Início
reckon-end = Fim
reckon-end-hint = Responde o tempo de trabalho até lá
reckon-minutes = Minutos
reckon-minutes-hint = Responde quando terão passado
reckon-unit = Feriados de
reckon-suspensions = Suspensões
reckon-suspensions-from = De
reckon-suspensions-to = Até
reckon-go = Calcular
reckon-minutes-answer = { $hours } horas de tempo de trabalho
reckon-deadline-answer = Esgotado em
reckon-held = Uma suspensão aberta segura o relógio: não há prazo limite.

# What can be wrong with a field
field-not-an-object = Aqui se esperam vários campos
field-not-text = Aqui se espera um texto
field-control-character = Contém um caractere que não pode ser mostrado
field-too-long = No máximo { $max } caracteres; tem { $length }
field-line-break = Deve ficar em uma só linha
field-not-an-address = Isto não é um endereço de e-mail
field-not-an-id = Escolha um da lista; nada tem este nome ou id
field-not-a-date = Espera-se uma data como 2026-12-01
field-not-a-local-time = Espera-se data e hora como 2026-12-01T09:00
field-not-an-instant = Espera-se um instante como 2026-12-01T13:00:00Z
field-not-a-choice = Espera-se um destes: { $choices }
field-not-a-flag = Espera-se sim ou não (true ou false)
field-out-of-range = De { $min } a { $max }
field-not-an-integer = Espera-se um número inteiro
field-not-a-number = Espera-se um número
field-not-a-list = Espera-se uma lista
field-too-many = No máximo { $max } destes
field-unknown-field = Não existe este campo
field-secret-length = De { $min } a { $max } caracteres
field-not-a-zone = Isto não é um fuso horário; espera-se um nome como America/Sao_Paulo
field-not-a-time = Espera-se um horário de 00:00 a 24:00
field-unknown-reference = Isto não existe, ou não existe mais
field-inactive-reference = { $name } não está ativo e não pode ser escolhido
field-repeated = Isto está duas vezes na lista
field-read-only = Isto não pode ser escrito
field-taken = Isto já está em uso
field-circle = Pertenceria a si mesmo
field-before-start = O fim é anterior ao início
field-own-access = Você perderia o próprio acesso; peça a outro administrador
field-out-of-order = Começa antes do fim do anterior
field-not-after-start = O fim deve ser posterior ao início
field-overlaps = Outra exceção também trata de { $on }
field-no-service = Nenhum tempo de trabalho em dez anos: escolha uma jornada
field-not-on-a-day-off = Uma folga não tem jornada
field-either-or = Informe um dos dois, não ambos
field-two-open = Duas suspensões estão abertas ao mesmo tempo
field-beyond-search = Tanto tempo de trabalho não passa em dez anos
field-other-process = Este modelo não foi escrito para liberações
field-unknown-placeholder = Nada se chama { $name }
