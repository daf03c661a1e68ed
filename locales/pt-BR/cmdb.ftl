### Configuration items, what describes them, and what depends on what.

# Names of the CMDB on every page
rail-cmdb = BDGC
entry-home-cmdb = Gerência de configuração
entry-attribute = Atributo
entry-event-restored = Restaurado
entry-event-restore-point = Ponto de restauração
entry-relationship = Relacionamento
entry-relationship-plural = Relacionamentos

# Items
entry-item = Item de configuração
entry-item-plural = Itens de configuração
entry-item-about = O que é gerenciado, com cada estado que já teve
entry-item-new = Novo item
entry-item-identification = Identificação
entry-item-identification-hint = Única; os arquivos de importação encontram o item por ela.
entry-item-type = Tipo
entry-item-group = Grupo
entry-item-group-hint = A raiz dele diz o estágio do ciclo de vida.
entry-item-stage = Estágio
entry-item-status = Status
entry-item-status-hint = Não escolhido: o usual.
entry-item-criticality = Criticidade
entry-item-impact = Impacto
entry-item-urgency = Urgência
entry-item-version = Versão
entry-item-family = Família
entry-item-class = Classe
entry-item-serial-number = Número de série
entry-item-fixed-asset-tag = Etiqueta de patrimônio
entry-item-expiration-date = Expira em
entry-item-contract = Contrato
entry-item-employee = Usado por
entry-item-owner-group = Grupo responsável
entry-item-owner-user = Responsável
entry-item-parent = Parte do item
entry-item-criticality-period = Período de criticidade
entry-item-calendar = Calendário de serviço
entry-item-sla-title = Nível de serviço
entry-item-cost-per-hour = Custo por hora de indisponibilidade
entry-item-to-be-validated = A validar em produção
entry-item-attributes = Características
entry-item-additional-information = Informações adicionais
entry-item-warranties = Garantias
entry-item-warranties-provider = Fornecedor
entry-item-warranties-start = De
entry-item-warranties-end = Até
entry-word-critical = Crítica
entry-word-development = Desenvolvimento
entry-word-homologation = Homologação
entry-word-production = Produção
entry-word-inventory = Inventário

# Groups
entry-item-group-plural = Grupos de IC
entry-item-group-about = A árvore em que os itens estão; as raízes são os estágios do ciclo de vida
entry-item-group-new = Novo grupo de IC
entry-item-group-parent = Pertence a
entry-item-group-stage = Estágio
entry-item-group-stage-hint = De uma raiz; o que está abaixo tem o mesmo. O inventário pode ser parte do desenvolvimento.
entry-item-group-default = Grupo padrão do estágio
entry-item-group-default-hint = O que é promovido ao estágio vem para cá; um por estágio.

# Types of items
entry-item-type-plural = Tipos de IC
entry-item-type-about = Espécies de itens e as características de cada uma
entry-item-type-new = Novo tipo de IC
entry-field-tag = Identificador
entry-field-tag-hint = Letras minúsculas, dígitos e sublinhados; não muda depois.
entry-item-type-category = Categoria
entry-item-type-category-hardware = Hardware
entry-item-type-category-software = Software
entry-item-type-category-service = Serviço
entry-item-type-category-document = Documento
entry-item-type-category-environment = Ambiente
entry-item-type-category-other = Outro
entry-item-type-characteristics = Características

# Characteristics
entry-characteristic = Característica
entry-characteristic-plural = Características
entry-characteristic-about = Atributos tipados que os tipos dão aos itens
entry-characteristic-new = Nova característica
entry-characteristic-type = Contém
entry-characteristic-type-text = Texto
entry-characteristic-type-long-text = Texto longo
entry-characteristic-type-integer = Número inteiro
entry-characteristic-type-number = Número
entry-characteristic-type-boolean = Sim ou não
entry-characteristic-type-date = Data
entry-characteristic-type-choice = Um de uma lista
entry-characteristic-default = Padrão
entry-characteristic-default-hint = O que um item novo tem quando ninguém diz.
entry-characteristic-unit-of-measure = Unidade de medida
entry-characteristic-required = Obrigatória
entry-characteristic-minimum = Mínimo
entry-characteristic-maximum = Máximo
entry-characteristic-choices = Opções
entry-characteristic-choices-hint = Uma por linha.

# Statuses
entry-item-status-plural = Status de IC
entry-item-status-about = Em que estado um item está e quais deles o bloqueiam
entry-item-status-new = Novo status de IC
entry-item-status-editing = Edição
entry-item-status-editing-open = Tudo pode ser alterado
entry-item-status-editing-status-only = Só o status pode ser alterado
entry-item-status-editing-never = Bloqueado em definitivo
entry-item-status-usual = Usual para itens novos

# Types of relationships
entry-relationship-type = Tipo de relacionamento
entry-relationship-type-plural = Tipos de relacionamento
entry-relationship-type-about = Como os itens dependem uns dos outros e por onde a falha caminha
entry-relationship-type-new = Novo tipo de relacionamento
entry-relationship-type-reverse-name = Visto da outra ponta
entry-relationship-type-position = Posição
entry-relationship-type-position-same-level = Mesmo nível
entry-relationship-type-position-upper-lower = Nível superior e inferior
entry-relationship-type-impact = Quem sofre
entry-relationship-type-impact-target-to-source = A origem, quando o destino falha
entry-relationship-type-impact-source-to-target = O destino, quando a origem falha
entry-relationship-type-impact-both = Cada um, quando o outro falha
entry-relationship-type-impact-none = Nenhum

# Parameters
entry-parameter-production-items-need-change = Itens em produção só mudam sob uma mudança
entry-parameter-production-items-need-change-hint = Edições e itens novos do estágio de produção são recusados sem uma.

# What can be wrong with a field
field-not-a-tag = Um identificador começa com letra e tem letras, dígitos e sublinhados
field-fixed = Não pode mais ser alterado
field-fixed-in-use = Não pode ser alterado enquanto está em uso
field-below-minimum = O máximo é menor que o mínimo
field-stage-of-parent = Um grupo tem o estágio do grupo a que pertence
field-group-not-empty = O estágio de um grupo com conteúdo não pode mudar
field-needs-stage = Só um grupo com estágio pode ser o padrão de um
field-default-taken = Outro grupo é o padrão deste estágio
field-unknown-tag = Não há "{ $tag }", ou não está ativo
field-unknown-attribute = O tipo do item não tem essa característica
field-unknown-version = Não há essa versão
field-not-a-value = Espera-se aqui um texto, um número, ou true ou false
field-related-already = Estes dois já estão relacionados assim
field-related-to-itself = Um item não se relaciona consigo mesmo

# Refusals
fault-item-locked = O item está bloqueado
fault-item-locked-detail = O status dele, { $status }, não permite alteração.
fault-item-change-required = É necessária uma mudança
fault-item-change-required-detail = Esta instalação só altera itens em produção sob uma mudança, e ainda não se pode indicar nenhuma. O parâmetro production_items_need_change desliga isso.
fault-cmdb-loading = O BDGC está sendo carregado
fault-cmdb-loading-detail = O grafo de dependências ainda está sendo lido. Pergunte de novo em instantes, ou com profundidade de no máximo 4.

# What a new installation begins with
seed-item-status-in-development = Em desenvolvimento
seed-item-status-activated = Ativado
seed-item-status-in-maintenance = Em manutenção
seed-item-status-in-stock = Em estoque
seed-item-status-deactivated = Desativado
seed-item-status-destroyed = Destruído
seed-item-type-server = Servidor
seed-item-type-network-device = Dispositivo de rede
seed-item-type-application = Aplicação
seed-item-type-database = Banco de dados
seed-item-type-environment = Ambiente
seed-item-type-document = Documento
seed-item-type-service = Serviço de negócio
seed-stage-development = Desenvolvimento
seed-stage-homologation = Homologação
seed-stage-production = Produção
seed-stage-development-default = Itens novos
seed-stage-homologation-default = Em teste
seed-stage-production-default = Em operação
seed-stage-inventory = Inventário
seed-relationship-depends-on = depende de
seed-relationship-depends-on-reverse = é necessário para
seed-relationship-runs-on = roda em
seed-relationship-runs-on-reverse = executa
seed-relationship-part-of = parte de
seed-relationship-part-of-reverse = contém
seed-relationship-connects-to = conecta-se a
seed-relationship-connects-to-reverse = está conectado a
seed-relationship-uses = usa
seed-relationship-uses-reverse = é usado por

# Pages
cmdb-general = Geral
cmdb-related = Itens relacionados
cmdb-impact = Impacto
cmdb-map = Mapa
cmdb-versions = Versões
cmdb-sides = Item
cmdb-browse = Grupos e tipos
cmdb-below = Grupos abaixo
cmdb-below-with = Com eles
cmdb-below-without = Sem eles
cmdb-any = Qualquer
cmdb-found = { $n } itens
cmdb-first-page = Primeira página
cmdb-new-child = Nova parte
cmdb-parts = Partes deste item
cmdb-verified = O histórico está completo e inalterado
cmdb-not-verified = O histórico foi alterado
cmdb-related-none = Ainda não está relacionado a nada.
cmdb-related-more = As 200 primeiras são mostradas; a API lista todas.
cmdb-since = Desde
cmdb-end = Encerrar
cmdb-relate = Relacionar a outro item
cmdb-this-item = Este item
cmdb-direction = Mostrar
cmdb-direction-impacted = O que sofre quando ele falha
cmdb-direction-causes = O que o faz sofrer
cmdb-direction-both = Causa e efeito
cmdb-depth = Profundidade
cmdb-depth-all = Toda
cmdb-show = Mostrar
cmdb-impact-total = { $n } itens
cmdb-impact-more = Os 100 mais próximos são mostrados; a API pagina todos.
cmdb-services = Serviços entre eles:
cmdb-distance = Distância
cmdb-path = Caminho mais curto
cmdb-map-of = Mapa de { $name }
cmdb-map-read = À esquerda o que o faz sofrer, à direita o que sofre; as setas vão de um item ao que ele depende ou age.
cmdb-map-more = mais { $n }
cmdb-map-more-list = Todos na tabela de impacto
cmdb-map-tools = Desenho
cmdb-map-in = Maior
cmdb-map-out = Menor
cmdb-map-whole = Mapa inteiro
cmdb-map-keys = Mais, menos e 0 mudam o tamanho; as setas movem, de item em item quando um tem o foco.
cmdb-map-open = Abrir o item
cmdb-map-here = Mapa a partir daqui
cmdb-map-table = O mesmo em tabela
cmdb-other = Outro item
cmdb-compare = Comparar
cmdb-compared = Comparação:
cmdb-no-difference = Nada difere.
cmdb-from = De
cmdb-to = Para
cmdb-author = Por
cmdb-restore = Restaurar
cmdb-point-name = Nome do ponto de restauração
cmdb-mark = Marcar o estado atual
fault-item-locked-help = Um status que bloqueia em definitivo é um fim; outros deixam mudar o status.
fault-item-change-required-help = Altere o item antes que esteja em produção ou desligue o parâmetro.
fault-cmdb-loading-help = Ele é lido uma vez após cada início.
